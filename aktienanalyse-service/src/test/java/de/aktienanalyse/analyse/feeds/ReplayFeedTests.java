package de.aktienanalyse.analyse.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.analyse.feeds.MarketFeed.Batch;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayFeedTests {
    private static final LocalDate LIVE_FROM = LocalDate.of(2008, 1, 2);

    private static ReplayFeed replay(LocalDate until) {
        return new ReplayFeed(
                Instruments.shipped(),
                RecordedPrices.FIRST_DAY,
                LIVE_FROM,
                until,
                Duration.ofSeconds(1));
    }

    private static Bar bar(List<Bar> bars, String symbol, String day) {
        return bars.stream()
                .filter(bar ->
                        bar.symbol().equals(symbol) && bar.day().equals(LocalDate.parse(day)))
                .findFirst()
                .orElseThrow();
    }

    private static double figure(@Nullable BigDecimal known) {
        return Objects.requireNonNull(known).doubleValue();
    }

    @Test
    void saysHistoryBeforeTheLiveDayAndThenDayByDay() {
        ReplayFeed feed = replay(LocalDate.of(2008, 1, 4));

        List<Bar> history = feed.history(Map.of()).bars();
        Batch first = feed.next();

        assertThat(history).allMatch(bar -> bar.day().isBefore(LIVE_FROM));
        assertThat(history.getFirst().day()).isEqualTo(LocalDate.of(2000, 3, 1));
        assertThat(history.getLast().day()).isEqualTo(LocalDate.of(2007, 12, 31));
        assertThat(first.bars()).allMatch(bar -> bar.day().equals(LIVE_FROM)).hasSize(23);
        assertThat(first.last()).isFalse();
    }

    @Test
    void endsWithItsLastDayAndNeverBeginsAgain() {
        ReplayFeed feed = replay(LocalDate.of(2008, 1, 4));
        feed.history(Map.of());

        assertThat(List.of(feed.next().last(), feed.next().last(), feed.next().last()))
                .containsExactly(false, false, true);
        assertThat(feed.next()).isEqualTo(Batch.ENDED);
        assertThat(feed.next()).isEqualTo(Batch.ENDED);
    }

    @Test
    void goesOnAfterTheNewestStoredDay() {
        ReplayFeed feed = replay(LocalDate.of(2008, 1, 31));

        List<Bar> history =
                feed.history(
                                Map.of(
                                        "AAPL", Bar.startOf(LocalDate.of(2008, 1, 9)),
                                        "GOOG", Bar.startOf(LocalDate.of(2007, 12, 31))))
                        .bars();

        assertThat(history).isEmpty();
        assertThat(feed.next().bars()).allMatch(bar -> bar.day().equals(LocalDate.of(2008, 1, 10)));
    }

    @Test
    void aSplitIsNoCrash() {
        List<Bar> bars =
                RecordedPrices.between(LocalDate.of(2005, 2, 25), LocalDate.of(2005, 2, 28));

        Bar before = bar(bars, "AAPL", "2005-02-25");
        Bar after = bar(bars, "AAPL", "2005-02-28");

        assertThat(after.close().doubleValue() / before.close().doubleValue()).isBetween(0.9, 1.1);
        assertThat(figure(after.open()) / before.close().doubleValue()).isBetween(0.9, 1.1);
        assertThat(figure(before.volume()) / figure(after.volume())).isBetween(0.3, 3.0);
        assertThat(before.adjusted()).isTrue();
    }

    @Test
    void adjustsEachPriceByTheDaysFactor() {
        // 118.56 132.06 118.5 130.31, adjusted close 4.186662803811, two splits later.
        Bar first =
                bar(
                        RecordedPrices.between(LocalDate.of(2000, 3, 1), LocalDate.of(2000, 3, 1)),
                        "AAPL",
                        "2000-03-01");

        assertThat(first.close()).isEqualByComparingTo("4.186663");
        assertThat(first.open()).isEqualByComparingTo("3.809153");
        assertThat(first.high()).isEqualByComparingTo("4.242888");
        assertThat(first.volume()).isEqualByComparingTo("38464400");
    }

    @Test
    void neverInventsWhatTheSourceDoesNotKnow() {
        List<Bar> bars =
                RecordedPrices.between(LocalDate.of(2008, 1, 2), LocalDate.of(2008, 12, 31));

        assertThat(bars.stream().filter(bar -> bar.symbol().equals("KO")))
                .isNotEmpty()
                .allMatch(bar ->
                        bar.open() == null
                                && bar.high() == null
                                && bar.low() == null
                                && bar.volume() == null);
        assertThat(bars.stream().filter(bar -> bar.symbol().equals("SP500"))).hasSize(253);
    }

    @Test
    void hasOneBarPerShareAndDay() {
        Map<String, Instant> newest = new HashMap<>();
        List<Bar> twice = new ArrayList<>();
        for (Bar bar : RecordedPrices.between(RecordedPrices.FIRST_DAY, LocalDate.of(2013, 3, 1))) {
            Instant before = newest.put(bar.symbol(), bar.start());
            if (before != null && !bar.start().isAfter(before)) {
                twice.add(bar);
            }
        }
        assertThat(twice).isEmpty();
        assertThat(newest).hasSize(24);
    }

    @Test
    void theIndexIsNotScoredAndSharesAreNamed() {
        Instruments instruments = Instruments.shipped();

        assertThat(instruments.find("SP500").orElseThrow().scored()).isFalse();
        assertThat(instruments.find("AAPL").orElseThrow())
                .isEqualTo(
                        new Instrument(
                                "AAPL",
                                "Apple Inc.",
                                "US0378331005",
                                "USD",
                                Instrument.Kind.SHARE));
        assertThat(instruments.all()).hasSize(24);
    }
}
