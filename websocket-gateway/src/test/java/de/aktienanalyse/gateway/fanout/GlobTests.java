package de.aktienanalyse.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTests {
    @ParameterizedTest
    @CsvSource({
        "*, market.price_update, true",
        "portfolio.*, portfolio.update, true",
        "portfolio.*, portfolio., true",
        "portfolio.*, portfolio, false",
        "portfolio.*, trading.order_filled, false",
        "trading.order_*, trading.order_filled, true",
        "*.order_filled, trading.order_filled, true",
        "*.order_*lled, trading.order_cancelled, true",
        "*.order_*lled, trading.order_failed, false",
        "a*a, a, false",
        "a*a, aa, true",
        "market.price_update, market.price_update, true",
        "market.price_update, market.price_updates, false",
    })
    void aStarStandsForAnyCharacters(String glob, String name, boolean matches) {
        assertThat(Glob.isValid(glob)).isTrue();
        assertThat(new Glob(glob).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "*****", "market.[a-z]*", "<script>", "ä"})
    void whatIsNoNameIsRefused(String text) {
        assertThat(Glob.isValid(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "trading.*", "market.price_update", "*.*_update*", "custom.*", "py.x"})
    void aSubscriptionWantsWhatItsGlobMatchesWhoeverSaysIt(String text) {
        Glob glob = new Glob(text);
        Subscription subscription = new Subscription(glob, Set.of(), null, null, false);
        Stream.concat(BrowserNames.FAMILIES.keySet().stream(), Stream.of("custom.x", "py.x", "x"))
                .forEach(event ->
                        assertThat(subscription.wants(event, null, null))
                                .as(event)
                                .isEqualTo(glob.matches(event)));
    }
}
