package de.aktienanalyse.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTests {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aBurstIsFollowedByTheRate() {
        TokenBucket bucket = new TokenBucket(20, 40, nanos::get);
        for (int i = 0; i < 40; i++) {
            assertThat(bucket.take()).isTrue();
        }
        assertThat(bucket.take()).isFalse();

        nanos.addAndGet(50_000_000);

        assertThat(bucket.take()).isTrue();
        assertThat(bucket.take()).isFalse();
    }

    @Test
    void aLongRestGivesNoMoreThanTheBurst() {
        TokenBucket bucket = new TokenBucket(20, 2, nanos::get);
        nanos.addAndGet(3_600_000_000_000L);
        assertThat(bucket.take()).isTrue();
        assertThat(bucket.take()).isTrue();
        assertThat(bucket.take()).isFalse();
    }

    @Test
    void anAddressGetsItsConnectionsBack() {
        Limits limits = limits(true);
        assertThat(limits.connected("10.0.0.1", "ann")).isTrue();
        assertThat(limits.connected("10.0.0.1", "ann")).isTrue();
        assertThat(limits.connected("10.0.0.1", "ann")).isFalse();
        assertThat(limits.connected("10.0.0.2", "ann")).isTrue();

        limits.disconnected("10.0.0.1", "ann");

        assertThat(limits.connected("10.0.0.1", "ann")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "fe80::1%eth0, fe80::2%eth0, true",
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
    })
    void oneNetworkOfIpv6CountsAsOneAddress(String one, String other, boolean same) {
        Limits limits = limits(true);
        while (limits.mayLogIn(one)) {
            // Until it may not.
        }
        assertThat(limits.mayLogIn(other)).isEqualTo(!same);
        assertThat(limits.connected(one, "ann")).isTrue();
        assertThat(limits.connected(one, "bob")).isTrue();
        assertThat(limits.connected(other, "ann")).isEqualTo(!same);
        limits.disconnected(same ? other : one, "ann");
        assertThat(limits.connected(one, "ann")).isTrue();
        int shakes = 0;
        while (limits.mayShakeHands(one)) {
            shakes++;
        }
        assertThat(shakes).isEqualTo(60);
        assertThat(limits.mayShakeHands(other)).isEqualTo(!same);
        while (limits.mayNote(one)) {
            // Until it may not.
        }
        assertThat(limits.mayNote(other)).isEqualTo(!same);
    }

    @Test
    void offLiftsRatesAndConnectionsButNotSubscriptions() {
        Limits limits = limits(false);
        for (int i = 0; i < 1000; i++) {
            assertThat(limits.connected("10.0.0.1", "ann")).isTrue();
            assertThat(limits.mayCommand("owner")).isTrue();
            assertThat(limits.mayRead("owner")).isTrue();
        }
        assertThat(limits.subscriptions()).isEqualTo(3);
    }

    @Test
    void aUserHasSoManyConnectionsFromWherever() {
        Limits limits = limits(true);
        for (int i = 0; i < 3; i++) {
            assertThat(limits.connected("10.0.0." + i, "ann")).isTrue();
        }
        assertThat(limits.connected("10.0.0.9", "ann")).isFalse();
        assertThat(limits.connected("10.0.0.9", "bob")).isTrue();

        limits.disconnected("10.0.0.0", "ann");

        assertThat(limits.connected("10.0.0.9", "ann"))
                .as("nothing was kept of the refused")
                .isTrue();
    }

    @Test
    void whoGuessesMustWaitEvenWhenLimitsAreOff() {
        Limits limits = limits(false);
        assertThat(limits.mayLogIn("10.0.0.1")).isTrue();
        assertThat(limits.mayLogIn("10.0.0.1")).isTrue();
        assertThat(limits.mayLogIn("10.0.0.1")).isFalse();
        assertThat(limits.mayLogIn("10.0.0.2")).isTrue();

        nanos.addAndGet(limits.secondsUntilLogin() * 1_000_000_000L);

        assertThat(limits.mayLogIn("10.0.0.1")).isTrue();
    }

    @Test
    void manyAddressesDoNotGuessOneUsersPasswordFaster() {
        Limits limits = limits(true);
        int tries = 0;
        while (limits.mayLogInAs("ann")) {
            tries++;
        }
        assertThat(tries).isEqualTo(12);
    }

    @Test
    void oneUserIsToldOnlySoMuchAgainWhateverOthersAre() {
        Limits limits = limits(true);
        assertThat(limits.mayRepeat("ann", 700)).isTrue();
        assertThat(limits.mayRepeat("ann", 700)).isFalse();
        assertThat(limits.mayRepeat("ann", 300)).as("a refusal costs nothing").isTrue();
        assertThat(limits.mayRepeat("ann", 0)).isTrue();
        assertThat(limits.mayRepeat("bob", 700)).isTrue();

        nanos.addAndGet(2_000_000_000L);

        assertThat(limits.mayRepeat("ann", 200)).isTrue();
        assertThat(limits.mayRepeat("ann", 1)).isFalse();
        assertThat(limits(false).mayRepeat("ann", 20_000_000)).isTrue();
    }

    @Test
    void whoIsRefusedAgainAndAgainDoesNotFillTheLogNorDoMany() {
        Limits limits = limits(false);
        int ofOne = 0;
        while (limits.mayNote("ann")) {
            ofOne++;
        }
        int ofAll = ofOne;
        for (int i = 0; i < 1_000; i++) {
            ofAll += limits.mayNote("10.0.0." + i) ? 1 : 0;
        }
        assertThat(ofOne).isEqualTo(10);
        assertThat(ofAll).isEqualTo(60);

        nanos.addAndGet(60_000_000_000L);

        assertThat(limits.mayNote("ann")).isTrue();
    }

    private Limits limits(boolean enforced) {
        return new Limits(
                new LimitProperties(enforced, 20, 40, 5, 10, 20, 40, 100, 1000, 3, 2, 3, 60, 2),
                nanos::get);
    }
}
