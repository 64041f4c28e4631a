package de.aktienanalyse.system;

import static de.aktienanalyse.system.BrowserSocket.is;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedSuite.class)
class FromBarToBrowserTests {

    @Test
    void aBarOfTheFeedReachesTheBrowserAsPriceAndAsScore(RunningSuite suite) {
        try (BrowserSocket browser = suite.socket()) {
            browser.subscribe(
                    Map.of(
                            "event_types",
                            List.of("market.*", "analysis.complete"),
                            "symbols",
                            List.of("IBM")));

            JsonNode bar = browser.await("market.bar").path("data");
            assertThat(bar.path("symbol").asString()).isEqualTo("IBM");
            assertThat(bar.path("source").asString()).isEqualTo("replay");

            JsonNode price =
                    browser.await(
                            "the price of the bar",
                            message ->
                                    is(message, "market.price_update")
                                            && message.at("/data/price").equals(bar.path("close"))
                                            && message.at("/data/timestamp")
                                                    .equals(bar.path("bar_end")));
            assertThat(price.path("type").asString()).isEqualTo("market");
            assertThat(price.at("/data/symbol").asString()).isEqualTo("IBM");

            JsonNode score =
                    browser.await(
                            "the analysis of the bar",
                            message ->
                                    is(message, "analysis.complete")
                                            && message.at("/data/result/as_of")
                                                    .equals(bar.path("bar_end")));
            assertThat(score.at("/data/result/score").decimalValue())
                    .isBetween(BigDecimal.ZERO, BigDecimal.valueOf(20));
            assertThat(score.at("/data/recommendation").asString()).isIn("buy", "hold", "sell");
            // The replay has history before its first bar, so that the first scores are whole.
            assertThat(score.at("/data/result/technical_indicators/sma_200").isNumber()).isTrue();
        }
    }

    @Test
    void nobodyHearsWhatHeDidNotAskFor(RunningSuite suite) {
        try (BrowserSocket browser = suite.socket()) {
            browser.subscribe(
                    Map.of(
                            "event_types",
                            List.of("market.price_update"),
                            "symbols",
                            List.of("IBM")));
            browser.await("market.price_update");
            assertThat(browser.heard(message -> message.path("type").asString().equals("market")))
                    .allMatch(message ->
                            is(message, "market.price_update")
                                    && message.at("/data/symbol").asString().equals("IBM"));
            assertThat(browser.heard(message -> message.path("type").asString().equals("analysis")))
                    .isEmpty();
        }
    }
}
