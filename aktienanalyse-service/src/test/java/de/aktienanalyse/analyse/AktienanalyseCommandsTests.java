package de.aktienanalyse.analyse;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.aktienanalyse.analyse.feeds.TestFeeds;
import de.aktienanalyse.commands.Command.GetPriceHistory;
import de.aktienanalyse.commands.Command.GetRecommendations;
import de.aktienanalyse.commands.Command.StartAnalysis;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.StockEvent.AnalysisType;
import de.aktienanalyse.events.StockEvent.Macd;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AktienanalyseCommandsTests {
    @TempDir Path folder;

    private TestService replaying(String until) {
        return TestService.started(folder.resolve("a.db"), TestFeeds.replay("2008-01-02", until));
    }

    @Test
    void startAnalysisOnACsvShareEqualsTaLib() throws Exception {
        String[] expected = copyTaLibCloses(folder.resolve("MYIBM.csv"));
        try (TestService service =
                TestService.started(folder.resolve("csv.db"), TestFeeds.csv(folder))) {
            TestService.Answer answer =
                    service.ask(new StartAnalysis("MYIBM", AnalysisType.TECHNICAL, null));

            assertThat(answer.status()).isEqualTo(AnswerStatus.SUCCESS);
            var said =
                    service.bus.said().stream()
                            .filter(envelope -> envelope.data() instanceof AnalysisCompleted)
                            .reduce((_, later) -> later)
                            .orElseThrow();
            AnalysisCompleted analysis = (AnalysisCompleted) said.data();
            assertThat(said.correlationId()).isEqualTo("correlation-1");
            assertThat(analysis.analysisId()).isEqualTo(answer.text("analysis_id"));
            assertThat(analysis.bars()).isEqualTo(260);
            var figures = requireNonNull(analysis.technicalIndicators());
            same(figures.rsi14(), expected[2]);
            Macd macd = requireNonNull(figures.macd12269());
            same(macd.line(), expected[3]);
            same(macd.signal(), expected[4]);
            same(macd.histogram(), expected[5]);
            same(figures.sma20(), expected[6]);
            same(figures.sma50(), expected[7]);
            same(figures.sma200(), expected[8]);
        }
    }

    private static void same(@Nullable BigDecimal figure, String expected) {
        assertThat(requireNonNull(figure).doubleValue())
                .isCloseTo(Double.parseDouble(expected), within(1e-8));
    }

    private static String[] copyTaLibCloses(Path file) throws IOException {
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                requireNonNull(
                                        AktienanalyseCommandsTests.class.getResourceAsStream(
                                                "/figures/ta-lib-ibm.csv")),
                                StandardCharsets.UTF_8))) {
            List<String[]> rows = reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
            StringBuilder csv = new StringBuilder("Date,Close\n");
            rows.forEach(row -> csv.append(row[0]).append(',').append(row[1]).append('\n'));
            Files.writeString(file, csv.toString());
            return rows.getLast();
        }
    }

    @Test
    void anAnalysisWithoutASourceSaysSo() throws Exception {
        try (TestService service = replaying("2008-01-31")) {
            assertThat(
                            service.ask(new StartAnalysis("AAPL", AnalysisType.FUNDAMENTAL, null))
                                    .status())
                    .isEqualTo(AnswerStatus.NO_DATA);
            assertThat(
                            service.ask(new StartAnalysis("AAPL", AnalysisType.SENTIMENT, null))
                                    .status())
                    .isEqualTo(AnswerStatus.NO_DATA);
            assertThat(service.ask(new StartAnalysis("SP500", null, null)).status())
                    .isEqualTo(AnswerStatus.NO_DATA);
            assertThat(service.ask(new StartAnalysis("FB", null, null)).text("message"))
                    .isEqualTo("A score needs 34 bars, there are 0");
            TestService.Answer unknown = service.ask(new StartAnalysis("NOPE", null, null));
            assertThat(unknown.status()).isEqualTo(AnswerStatus.ERROR);
            assertThat(unknown.text("code")).isEqualTo("unknown_symbol");
            assertThat(unknown.text("field")).isEqualTo("symbol");
        }
    }

    @Test
    void recommendationsComeBestFirstPageByPage() throws Exception {
        try (TestService service = replaying("2008-01-31").live(1)) {
            List<BigDecimal> scores = new ArrayList<>();
            Set<String> symbols = new HashSet<>();
            String cursor = null;
            do {
                JsonNode page = service.ask(new GetRecommendations(null, 5, cursor)).result();
                for (JsonNode item : page.path("items")) {
                    scores.add(item.path("score").decimalValue());
                    symbols.add(item.path("symbol").asString());
                    assertThat(item.path("as_of").asString()).isEqualTo("2008-01-03T00:00:00Z");
                }
                cursor =
                        page.path("next_cursor").isMissingNode()
                                ? null
                                : page.path("next_cursor").asString();
            } while (cursor != null);

            assertThat(scores).hasSize(22).isSortedAccordingTo(java.util.Comparator.reverseOrder());
            assertThat(symbols).hasSize(22);
            assertThat(service.ask(new GetRecommendations("KO", null, null)).result().path("items"))
                    .hasSize(1);
            assertThat(service.ask(new GetRecommendations("NOPE", null, null)).text("code"))
                    .isEqualTo("unknown_symbol");
            assertThat(service.ask(new GetRecommendations(null, null, "x")).text("code"))
                    .isEqualTo("invalid_cursor");
        }
    }

    @Test
    void priceHistoryComesOldestFirstPageByPage() throws Exception {
        try (TestService service = replaying("2008-01-31").live(1)) {
            LocalDate from = LocalDate.of(2007, 12, 24);
            List<String> days = new ArrayList<>();
            String cursor = null;
            do {
                JsonNode page =
                        service.ask(new GetPriceHistory("KO", from, null, 2, cursor)).result();
                page.path("items").forEach(bar -> days.add(bar.path("date").asString()));
                cursor =
                        page.path("next_cursor").isMissingNode()
                                ? null
                                : page.path("next_cursor").asString();
            } while (cursor != null);

            assertThat(days)
                    .containsExactly(
                            "2007-12-24",
                            "2007-12-26",
                            "2007-12-27",
                            "2007-12-28",
                            "2007-12-31",
                            "2008-01-02");
            JsonNode bar =
                    service.ask(new GetPriceHistory("KO", from, from, null, null))
                            .result()
                            .path("items")
                            .get(0);
            assertThat(bar.has("open")).as("unknown stays unknown").isFalse();
            assertThat(bar.path("currency").asString()).isEqualTo("USD");
            assertThat(
                            service.ask(new GetPriceHistory("NOPE", null, null, null, null))
                                    .text("code"))
                    .isEqualTo("unknown_symbol");
            assertThat(
                            service.ask(
                                            new GetPriceHistory(
                                                    "KO", from, from.minusDays(1), null, null))
                                    .text("code"))
                    .isEqualTo("invalid_range");
            assertThat(service.ask(new GetPriceHistory("KO", null, null, null, "x")).text("code"))
                    .isEqualTo("invalid_cursor");
        }
    }
}
