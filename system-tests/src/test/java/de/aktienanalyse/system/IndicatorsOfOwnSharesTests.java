package de.aktienanalyse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A user's own folder of CSV files, measured against TA-Lib (see `talib_figures.py` for how its
/// figures were made).
@Order(2)
class IndicatorsOfOwnSharesTests {
    private static final JsonNode TALIB =
            Json.read(resource("/talib/expected.json")).path("figures");
    private static final BigDecimal TOLERANCE = new BigDecimal("1e-8");

    @TempDir static Path folder;
    private static RunningSuite suite;

    @BeforeAll
    static void startOnTheFolder() throws IOException {
        for (Map.Entry<String, JsonNode> share : TALIB.properties()) {
            JsonNode figures = share.getValue();
            MadeUpBars.write(
                    folder,
                    share.getKey(),
                    figures.path("seed").asLong(),
                    figures.path("bars").asInt());
        }
        Files.writeString(
                folder.resolve("BAD.csv"),
                "Date,Open,High,Low,Close,Volume\nnonsense,1,1,1,1,1\n2015-01-02,1,1,1,1,1\n");
        suite =
                RunningSuite.named(
                                "csv",
                                RunningSuite.settings(
                                        "AKTIEN_FEED", "csv", "AKTIEN_FEED_DIR", folder.toString()))
                        .up();
    }

    @AfterAll
    static void stop() {
        suite.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TALA", "TALB", "TALC"})
    void equalThoseOfTaLib(String symbol) {
        JsonNode expected = TALIB.path(symbol);
        int bars = expected.path("bars").asInt();
        assertThat(MadeUpBars.closes(expected.path("seed").asLong(), bars)[bars - 1])
                .as("the walk that TA-Lib was given")
                .isEqualTo(expected.path("last_close_cents").asLong());

        JsonNode analysis = analysed(symbol);

        assertThat(analysis.path("bars").asInt()).isEqualTo(bars);
        JsonNode indicators = analysis.path("technical_indicators");
        equal(indicators.path("rsi_14"), expected.path("rsi_14"));
        equal(indicators.at("/macd_12_26_9/line"), expected.path("macd_line"));
        equal(indicators.at("/macd_12_26_9/signal"), expected.path("macd_signal"));
        equal(indicators.at("/macd_12_26_9/histogram"), expected.path("macd_histogram"));
        equal(indicators.path("sma_20"), expected.path("sma_20"));
        equal(indicators.path("sma_50"), expected.path("sma_50"));
        equal(indicators.path("sma_200"), expected.path("sma_200"));
    }

    @Test
    void aBadRowIsNamedWithFileAndLine() {
        assertThat(suite.log("aktienanalyse-1")).contains("BAD.csv").contains("2");
    }

    private static JsonNode analysed(String symbol) {
        try (BrowserSocket browser = suite.socket()) {
            browser.subscribe("analysis.complete");
            String command = browser.command("start_analysis", Map.of("symbol", symbol));
            JsonNode answer = browser.answer(command);
            assertThat(answer.at("/data/status").asString())
                    .as(answer.toString())
                    .isEqualTo("success");
            return browser.effect("analysis.complete", command).at("/data/result");
        }
    }

    private static void equal(JsonNode ours, JsonNode talib) {
        if (talib.isNull()) {
            assertThat(ours.isNull() || ours.isMissingNode())
                    .as("needs more bars, so is unknown: " + ours)
                    .isTrue();
        } else {
            assertThat(ours.decimalValue()).isCloseTo(talib.decimalValue(), within(TOLERANCE));
        }
    }

    private static String resource(String name) {
        try (InputStream stream = IndicatorsOfOwnSharesTests.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
