package de.aktienanalyse.analyse.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.aktienanalyse.analyse.TestService;
import de.aktienanalyse.analyse.feeds.Bar;
import de.aktienanalyse.analyse.feeds.Instrument;
import de.aktienanalyse.analyse.feeds.MarketFeed;
import de.aktienanalyse.analyse.feeds.TestFeeds;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketDataTests {
    @TempDir Path folder;

    @Test
    void aPriceKnowsTheOneBeforeIt() {
        try (TestService service =
                TestService.started(folder.resolve("a.db"), TestFeeds.simulation(1))) {
            service.live(1);
            Bar before = service.prices.newest("simulation", "KO", 2).getFirst();
            PriceUpdated first = price(service, "KO");
            assertThat(first.timestamp()).isEqualTo("2020-01-02T00:00:00Z");
            service.live(1);
            PriceUpdated second = price(service, "KO");

            assertThat(second.previousPrice()).isEqualByComparingTo(first.price());
            assertThat(second.change())
                    .isEqualByComparingTo(second.price().subtract(first.price()));
            assertThat(second.currency()).isEqualTo("USD");
            assertThat(before.close()).isPositive();
        }
    }

    private static PriceUpdated price(TestService service, String symbol) {
        return service.bus.said(PriceUpdated.class).stream()
                .filter(price -> price.symbol().equals(symbol))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    @Test
    void theNewestKnownPriceIsThereBeforeTheFirstLiveBar() {
        try (TestService service =
                TestService.started(folder.resolve("a.db"), TestFeeds.simulation(1))) {
            service.marketData.sayNewestPrices();

            assertThat(service.bus.said(PriceUpdated.class)).hasSize(24);
            assertThat(price(service, "KO").previousPrice()).isNotNull();
        }
    }

    @Test
    void aHundredThousandBarsAreStoredAtOnceAndQuickly() {
        List<Bar> bars = new ArrayList<>();
        for (int share = 0; share < 20; share++) {
            for (int day = 0; day < 5000; day++) {
                bars.add(
                        Bar.daily(
                                "S" + share,
                                LocalDate.of(2000, 1, 1).plusDays(day),
                                BigDecimal.ONE,
                                BigDecimal.TEN,
                                BigDecimal.ONE,
                                new BigDecimal("5.123456"),
                                BigDecimal.TEN,
                                true));
            }
        }
        try (TestService service =
                TestService.started(folder.resolve("a.db"), new Given(List.of(), List.of()))) {
            long begin = System.nanoTime();
            service.transaction.executeWithoutResult(_ -> service.prices.add("given", bars));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);

            assertThat(service.prices.newest("given")).hasSize(20);
            // The goal is 3 s on a quiet machine; one commit per bar would take minutes.
            assertThat(millis).isLessThan(20_000);
        }
    }

    @Test
    void aBarThatCannotBeSaidIsNotStoredEither() {
        Bar bar = day(1);
        try (TestService service =
                TestService.started(folder.resolve("a.db"), new Given(List.of(), List.of(bar)))) {
            service.jdbc
                    .sql(
                            "create trigger full before insert on bar begin select raise(abort, 'disk full'); end")
                    .update();
            MarketFeed.Batch batch = service.feed.next();
            assertThatThrownBy(() -> service.marketData.record(batch))
                    .hasMessageContaining("disk full");
            assertThat(service.bus.said(PriceUpdated.class)).isEmpty();

            service.jdbc.sql("drop trigger full").update();
            service.marketData.record(batch);
            service.marketData.record(batch);
            assertThat(service.bus.said(BarClosed.class)).hasSize(1);
            assertThat(service.bus.said(PriceUpdated.class)).hasSize(1);
        }
    }

    @Test
    void whatIsWrongWithACsvFileCanBeCorrectedByTheNextStart() throws Exception {
        Files.writeString(
                folder.resolve("X.csv"),
                "Date,Close\n2024-01-02,10\n2024-01-03,9999\n2024-01-04,11\n");
        TestService.started(folder.resolve("a.db"), TestFeeds.csv(folder)).close();
        Files.writeString(folder.resolve("X.csv"), "Date,Close\n2024-01-02,10\n2024-01-04,11.5\n");

        try (TestService service =
                TestService.started(folder.resolve("a.db"), TestFeeds.csv(folder))) {
            assertThat(service.prices.newest("csv", "X", 10))
                    .extracting(bar -> bar.close().toPlainString())
                    .containsExactly("10", "11.5");
        }
    }

    @Test
    void twoFeedsDoNotMixTheirSeries() {
        try (TestService replay =
                TestService.started(
                        folder.resolve("a.db"), TestFeeds.replay("2008-01-02", "2008-01-09"))) {
            replay.liveToTheEnd();
        }
        try (TestService service =
                TestService.started(folder.resolve("a.db"), TestFeeds.simulation(1))) {
            assertThat(service.bus.said(AnalysisCompleted.class))
                    .filteredOn(said -> said.symbol().equals("KO"))
                    .extracting(AnalysisCompleted::bars)
                    .containsExactly(522);
        }
    }

    @Test
    void theRunRecordsUntilTheFeedEndsAndStopsCleanly() {
        List<Bar> live = List.of(day(1), day(2), day(3));
        try (TestService service =
                TestService.started(folder.resolve("a.db"), new Given(List.of(), live))) {
            FeedRun run = new FeedRun(service.feed, service.marketData);
            List<String> first = new ArrayList<>();
            run.start(() -> first.add("first"));

            Awaitility.await().until(() -> !run.isRunning());
            assertThat(first).containsExactly("first");
            assertThat(service.bus.said(BarClosed.class))
                    .extracting(BarClosed::last)
                    .containsExactly(false, false, true);
            run.stop();
        }
    }

    @Test
    void aRunThatIsStoppedLosesNothing() {
        try (TestService service =
                TestService.started(
                        folder.resolve("a.db"),
                        new Given(List.of(), List.of(day(1), day(2))) {
                            @Override
                            public Duration pace() {
                                return Duration.ofHours(1);
                            }
                        })) {
            FeedRun run = new FeedRun(service.feed, service.marketData);
            run.start(() -> {});
            Awaitility.await().until(() -> service.bus.said(BarClosed.class).size() == 1);
            run.stop();

            assertThat(run.isRunning()).isFalse();
            assertThat(service.prices.newest("given", "G", 10)).hasSize(1);
        }
    }

    private static Bar day(int day) {
        return Bar.daily(
                "G", LocalDate.of(2024, 1, day), null, null, null, BigDecimal.TEN, null, false);
    }

    /// Bars that a test gives, a batch each.
    private static class Given implements MarketFeed {
        private final List<Bar> history;
        private final List<Bar> live;
        private int next;

        Given(List<Bar> history, List<Bar> live) {
            this.history = history;
            this.live = live;
        }

        @Override
        public String source() {
            return "given";
        }

        @Override
        public Collection<Instrument> instruments() {
            return List.of(Instrument.unknown("G"));
        }

        @Override
        public Optional<Instrument> instrument(String symbol) {
            return symbol.equals("G") ? Optional.of(Instrument.unknown("G")) : Optional.empty();
        }

        @Override
        public History history(Map<String, Instant> newestStored) {
            return new History(history, false);
        }

        @Override
        public Batch next() {
            return next == live.size()
                    ? Batch.ENDED
                    : new Batch(List.of(live.get(next++)), next == live.size());
        }

        @Override
        public Duration pace() {
            return Duration.ZERO;
        }
    }
}
