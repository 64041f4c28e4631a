package de.aktienanalyse.system;

import static de.aktienanalyse.system.BrowserSocket.is;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// A Python process with redis-py or websockets, which knows only the spec, takes part.
@ExtendWith(SharedSuite.class)
class OtherLanguagesTests {

    /// The spec's own, but for its ids: the suite has heard `uuid-12345` only once in its life.
    private static String envelope(String id, String symbol) {
        return """
        {"event_type": "stock.analysis.completed", "event_id": "%s", "timestamp": "2025-01-25T15:30:00Z",
         "source": "aktienanalyse.scoring-engine", "version": "1.0",
         "data": {"analysis_id": "analysis-%s", "symbol": "%s", "score": 18.5, "confidence": 0.87,
          "technical_indicators": {"rsi": 65.2, "macd": "bullish", "moving_averages": "golden_cross"},
          "recommendation": "BUY", "target_price": 185.50, "risk_level": "MEDIUM"},
         "routing_key": "stock.analysis.completed.%s"}
        """
                .formatted(id, id, symbol, symbol);
    }

    @Test
    void aPlainPublishReachesBrowsersOnceAndTheWatchlist(RunningSuite suite) {
        takesPart(
                suite,
                "PYPUB",
                envelope -> python(suite, envelope, "publish", "stock.analysis.completed.PYPUB"));
    }

    @Test
    void theInboxStreamReachesBrowsersOnceAndTheWatchlist(RunningSuite suite) {
        takesPart(suite, "PYBOX", envelope -> python(suite, envelope, "inbox"));
    }

    private void takesPart(RunningSuite suite, String symbol, Consumer<String> say) {
        try (BrowserSocket browser = suite.socket()) {
            browser.subscribe("analysis.*");
            String id = "uuid-" + UUID.randomUUID();

            say.accept(envelope(id, symbol));

            Predicate<JsonNode> ours =
                    message ->
                            message.at("/data/analysis_id").asString("").equals("analysis-" + id);
            JsonNode message = browser.await("the analysis that Python said", ours);
            assertThat(message.path("event").asString()).isEqualTo("analysis.complete");
            assertThat(message.path("source_service").asString())
                    .isEqualTo("aktienanalyse.scoring-engine");
            assertThat(message.at("/data/result/score").decimalValue())
                    .isEqualByComparingTo("18.5");
            assertThat(message.at("/data/result/target_price").decimalValue().toPlainString())
                    .isEqualTo("185.50");
            assertThat(message.at("/data/result/technical_indicators/macd").asString())
                    .isEqualTo("bullish");

            Awaitility.await("score 18.5 > 15 and BUY put it on the watchlist")
                    .atMost(BrowserSocket.PATIENCE)
                    .until(() -> Depot.watchlist(suite).contains(symbol));

            // Said twice is heard once: the same event id again, then one that must come after it.
            say.accept(envelope(id, symbol));
            String after = "uuid-" + UUID.randomUUID();
            say.accept(envelope(after, symbol));
            browser.await(
                    "the later analysis",
                    later ->
                            later.at("/data/analysis_id").asString("").equals("analysis-" + after));
            assertThat(browser.heard(ours)).hasSize(1);
        }
    }

    @Test
    void aReadyMadeBrowserMessageReachesItsSubscribers(RunningSuite suite) {
        try (BrowserSocket browser = suite.socket();
                BrowserSocket other = suite.socket()) {
            browser.subscribe("portfolio.value_changed");
            other.subscribe("market.price_update");

            // The spec's WebSocketEventDispatcher._emit_event, as Python's json.dumps writes it.
            python(
                    suite,
                    """
                    {"type": "portfolio", "event": "portfolio.value_changed",
                     "data": {"portfolio_id": "py-1", "previous_value": 100.0, "current_value": 101.5, "change": 1.5,
                              "change_percent": 1.5, "trigger_reason": "price_update", "timestamp": "2025-01-25T15:30:00"},
                     "timestamp": "2025-01-25T15:30:00.123456", "source_service": "py-service"}
                    """,
                    "publish",
                    "aktienanalyse:events:websocket");

            Predicate<JsonNode> ours =
                    message -> message.at("/data/portfolio_id").asString("").equals("py-1");
            JsonNode message = browser.await("the ready-made message", ours);
            assertThat(is(message, "portfolio.value_changed")).isTrue();
            assertThat(message.path("source_service").asString()).isEqualTo("py-service");
            assertThat(message.at("/data/current_value").decimalValue())
                    .isEqualByComparingTo("101.5");
            assertThat(other.heard(ours)).isEmpty();
        }
    }

    /// The library most Python programs have for it, as it comes: offers compression, sends a
    /// message in fragments, pings by the protocol.
    @Test
    void aPythonClientOfTheGatewayIsServedAsABrowserIs(RunningSuite suite) {
        String steps =
                Program.run(
                        List.of(
                                Program.pythonWithWebsockets(),
                                "src/test/python/listen.py",
                                suite.page().resolve("/ws").toString().replace("http:", "ws:")),
                        Map.of("REDIS_URL", suite.redisUrl(), "TOKEN", RunningSuite.TOKEN),
                        "");

        assertThat(steps.lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("connected as [0-9a-f-]{36}"),
                        line -> assertThat(line).isEqualTo("subscribed in four fragments"),
                        line -> assertThat(line).isEqualTo("answered a protocol ping"),
                        line -> assertThat(line).isEqualTo("heard an event"),
                        line -> assertThat(line).isEqualTo("closed with 1009"));
    }

    private static void python(RunningSuite suite, String message, String... words) {
        List<String> command =
                new ArrayList<>(List.of(Program.pythonWithRedis(), "src/test/python/say.py"));
        command.addAll(List.of(words));
        Program.run(command, Map.of("REDIS_URL", suite.redisUrl()), message);
    }
}
