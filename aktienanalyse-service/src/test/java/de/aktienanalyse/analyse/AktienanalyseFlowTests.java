package de.aktienanalyse.analyse;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.analyse.feeds.TestFeeds;
import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.CrossSystemEvent.PerformanceRequested;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.PortfolioEvent.PerformanceMetrics;
import de.aktienanalyse.events.PortfolioEvent.PerformanceUpdated;
import de.aktienanalyse.events.PortfolioEvent.TopPerformer;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AktienanalyseFlowTests {
    @TempDir Path folder;

    private TestService replaying(String until) {
        return TestService.started(folder.resolve("a.db"), TestFeeds.replay("2008-01-02", until));
    }

    @Test
    void theFirstScoresAreThereAfterTheStartFromHistoryAlone() {
        try (TestService service = replaying("2008-01-31")) {
            List<AnalysisCompleted> first = service.bus.said(AnalysisCompleted.class);

            assertThat(service.bus.said(BarClosed.class)).as("history is not news").isEmpty();
            assertThat(first.stream().map(AnalysisCompleted::symbol).collect(Collectors.toSet()))
                    .hasSize(22)
                    .contains("AAPL", "XOM")
                    .doesNotContain("SP500", "FB");
            assertThat(first)
                    .allSatisfy(analysis -> {
                        assertThat(analysis.asOf()).isEqualTo("2008-01-01T00:00:00Z");
                        assertThat(requireNonNull(analysis.technicalIndicators()).sma200())
                                .isNotNull();
                        assertThat(analysis.isin()).hasSize(12);
                        assertThat(analysis.currency()).isEqualTo("USD");
                    });
        }
    }

    @Test
    void everyBarOfAShareBringsOneScore() {
        try (TestService service = replaying("2008-01-31").live(3)) {
            List<BarClosed> bars = service.bus.said(BarClosed.class);
            List<AnalysisCompleted> scores = service.bus.said(AnalysisCompleted.class);

            assertThat(bars).hasSize(3 * 23);
            assertThat(scores).hasSize(22 + 3 * 22);
            assertThat(scores.stream().map(AnalysisCompleted::analysisId)).doesNotHaveDuplicates();
            assertThat(scores.getLast().asOf()).isEqualTo(bars.getLast().barEnd());
            assertThat(service.bus.said(PriceUpdated.class))
                    .hasSize(3 * 23)
                    .filteredOn(price -> price.symbol().equals("AAPL"))
                    .allSatisfy(price -> assertThat(price.name()).isEqualTo("Apple Inc."));
            assertThat(service.bus.deadLetters()).isEmpty();
        }
    }

    @Test
    void aRestartGoesOnWhereItStoppedAndSaysNothingTwice() {
        List<String> bars = new ArrayList<>();
        List<String> analyses = new ArrayList<>();
        for (int start = 0; start < 4; start++) {
            try (TestService service = replaying("2008-01-31").live(2)) {
                service.bus
                        .said(BarClosed.class)
                        .forEach(bar -> bars.add(bar.symbol() + bar.barStart()));
                service.bus
                        .said(AnalysisCompleted.class)
                        .forEach(said -> analyses.add(said.analysisId()));
            }
        }
        assertThat(bars).hasSize(4 * 2 * 23).doesNotHaveDuplicates();
        assertThat(analyses).hasSize(22 + 4 * 2 * 22).doesNotHaveDuplicates();
    }

    @Test
    void theReplayEndsWithLastOnEveryShareAndStaysEnded() {
        try (TestService service = replaying("2008-01-09").liveToTheEnd()) {
            Set<String> last =
                    service.bus.said(BarClosed.class).stream()
                            .filter(BarClosed::last)
                            .map(BarClosed::symbol)
                            .collect(Collectors.toSet());
            assertThat(last).hasSize(23);
            int said = service.bus.said().size();
            service.live(3);
            assertThat(service.bus.said()).hasSize(said);
        }
    }

    @Test
    void aBarToldAgainAfterACrashBringsNoSecondScore() {
        try (TestService service = replaying("2008-01-31").live(1)) {
            int said = service.bus.said().size();
            service.bus.said().stream()
                    .filter(envelope -> envelope.data() instanceof BarClosed)
                    .forEach(service.bus::receive);
            assertThat(service.bus.said()).hasSize(said);
        }
        try (TestService restarted = replaying("2008-01-31")) {
            assertThat(restarted.bus.said(AnalysisCompleted.class)).isEmpty();
        }
    }

    @Test
    void aShareWithoutHistoryIsScoredOnceItHasEnoughBars() {
        try (TestService service =
                TestService.started(
                        folder.resolve("fb.db"), TestFeeds.replay("2012-05-17", "2012-07-31"))) {
            service.liveToTheEnd();

            List<AnalysisCompleted> facebook =
                    service.bus.said(AnalysisCompleted.class).stream()
                            .filter(said -> said.symbol().equals("FB"))
                            .toList();
            assertThat(facebook.getFirst().bars()).isEqualTo(34);
            var figures = requireNonNull(facebook.getFirst().technicalIndicators());
            assertThat(figures.sma200()).isNull();
            assertThat(figures.movingAverages()).isEqualTo("unknown");
        }
    }

    @Test
    void confidenceKnowsNothingOfTheFuture() {
        AnalysisCompleted then;
        try (TestService service = replaying("2008-03-31").live(40)) {
            then = newest(service, "KO");
        }
        try (TestService later =
                TestService.started(
                        folder.resolve("later.db"), TestFeeds.replay("2008-02-29", "2013-03-01"))) {
            AnalysisCompleted walked =
                    later.bus.said(AnalysisCompleted.class).stream()
                            .filter(said -> said.symbol().equals("KO"))
                            .findFirst()
                            .orElseThrow();
            assertThat(walked.asOf()).isEqualTo(then.asOf());
            assertThat(walked.confidence()).isEqualByComparingTo(then.confidence());
            assertThat(walked.score()).isEqualByComparingTo(then.score());
            assertThat(walked.technicalIndicators()).isEqualTo(then.technicalIndicators());
        }
    }

    private static AnalysisCompleted newest(TestService service, String symbol) {
        return service.bus.said(AnalysisCompleted.class).stream()
                .filter(said -> said.symbol().equals(symbol))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    @Test
    void modulesAreToldWhatTheyAskFor() {
        try (TestService service = replaying("2008-01-31")) {
            service.bus.publish(new DataRequested("performance_rankings", "request-1"));

            DataProvided answer = service.bus.said(DataProvided.class).getFirst();
            assertThat(answer.requestId()).isEqualTo("request-1");
            assertThat(answer.module()).isEqualTo("aktienanalyse");
            assertThat(answer.rows())
                    .hasSize(22)
                    .allSatisfy(row -> assertThat(row.recommendation()).isNotNull());

            service.bus.publish(new DataRequested("performance_rankings", null));
            assertThat(service.bus.said(DataProvided.class).getLast().requestId())
                    .as("the event's id when the spec's own example gives none")
                    .isNotBlank();
        }
    }

    @Test
    void aPerformanceRequestBringsTheNewestAnalysesAgainUnderTheirIds() {
        try (TestService service = replaying("2008-01-31")) {
            List<String> before = ids(service);

            service.bus.publish(new PerformanceRequested(null, "KO"));
            assertThat(service.bus.said(AnalysisCompleted.class)).hasSize(23);
            service.bus.publish(new PerformanceRequested(null, null));

            assertThat(service.bus.said(AnalysisCompleted.class)).hasSize(45);
            assertThat(new HashSet<>(ids(service))).isEqualTo(new HashSet<>(before));
        }
    }

    private static List<String> ids(TestService service) {
        return service.bus.said(AnalysisCompleted.class).stream()
                .map(AnalysisCompleted::analysisId)
                .toList();
    }

    @Test
    void aStrangersShareIsScoredAndAStrangersBarOfOurShareIsNot() {
        try (TestService service = replaying("2008-01-31")) {
            Instant day = Instant.parse("2008-01-01T00:00:00Z");
            for (int i = 0; i < 40; i++) {
                service.bus.publish(foreign("SIE", day.plusSeconds(86_400L * i), 100 + i % 5));
            }
            service.bus.publish(foreign("KO", day.plusSeconds(86_400L * 40), 9999));
            service.bus.publish(foreign("SIE", day.plusSeconds(86_400L * 41), -5));

            assertThat(newest(service, "SIE").bars()).isEqualTo(40);
            assertThat(newest(service, "KO").asOf()).isEqualTo(day);
            assertThat(service.bus.deadLetters()).isEmpty();
        }
        try (TestService restarted = replaying("2008-01-31")) {
            assertThat(restarted.marketData.find("SIE")).isPresent();
        }
    }

    private static BarClosed foreign(String symbol, Instant start, int close) {
        return new BarClosed(
                symbol,
                null,
                start,
                start.plusSeconds(86_400),
                "P1D",
                null,
                null,
                null,
                BigDecimal.valueOf(close),
                null,
                "EUR",
                "my-feed",
                false,
                false);
    }

    @Test
    void forecastsAreKeptAndJudgedTwentyBarsLater() {
        try (TestService service = replaying("2008-03-31").live(30)) {
            assertThat(count(service, "select count(*) from forecast where symbol = 'KO'"))
                    .isEqualTo(31);
            assertThat(
                            count(
                                    service,
                                    "select count(*) from forecast where symbol = 'KO' and hit is not null"))
                    .isEqualTo(11);
            assertThat(service.calibration.summary().verdicts()).isGreaterThan(4_000);
            assertThat(service.calibration.summary().brier()).isBetween(0.15, 0.30);
        }
    }

    private static int count(TestService service, String sql) {
        return service.jdbc.sql(sql).query(Integer.class).single();
    }

    @Test
    void aTradeIsSetAgainstTheForecastOfItsTime() {
        try (TestService service = replaying("2008-03-31").live(5)) {
            AnalysisCompleted forecast = newest(service, "KO");
            OrderEvent.Executed fill = fill("execution-1", forecast, "1.01");
            service.bus.publish(fill);
            service.bus.publish(fill);

            var row = service.jdbc.sql("select * from traded_forecast").query().singleRow();
            assertThat(row.get("as_of")).isEqualTo(requireNonNull(forecast.asOf()).toString());
            assertThat(row.get("recommendation")).isEqualTo(forecast.recommendation().name());
            assertThat(row.get("followed"))
                    .isEqualTo(forecast.recommendation() == Recommendation.BUY ? 1 : 0);
            assertThat(new BigDecimal((String) row.get("shortfall"))).isEqualByComparingTo("0.01");
        }
    }

    private static OrderEvent.Executed fill(String id, AnalysisCompleted forecast, String times) {
        BigDecimal price = requireNonNull(forecast.price()).multiply(new BigDecimal(times));
        return new OrderEvent.Executed(
                "order-1",
                forecast.symbol(),
                OrderEvent.Side.BUY,
                BigDecimal.TEN,
                price,
                price.multiply(BigDecimal.TEN),
                null,
                "paper",
                OrderEvent.ExecutionStatus.FILLED,
                requireNonNull(forecast.asOf()).plusSeconds(3600),
                null,
                "depot-1",
                id,
                null,
                "USD",
                null,
                null,
                null,
                null);
    }

    @Test
    void aDepotsBestHoldingsAreSetAgainstTheirRatings() {
        try (TestService service = replaying("2008-03-31").live(1)) {
            PerformanceUpdated figures =
                    new PerformanceUpdated(
                            "depot-1",
                            new PerformanceMetrics(null, null, null, null),
                            List.of(new TopPerformer("KO", new BigDecimal("5.2"))),
                            null,
                            List.of(),
                            null,
                            null,
                            null,
                            Instant.parse("2008-01-03T00:00:00Z"));
            service.bus.publish(figures);
            service.bus.publish(figures);

            assertThat(
                            service.jdbc
                                    .sql("select * from rated_performer")
                                    .query()
                                    .singleRow()
                                    .get("recommendation"))
                    .isEqualTo(newest(service, "KO").recommendation().name());
        }
    }
}
