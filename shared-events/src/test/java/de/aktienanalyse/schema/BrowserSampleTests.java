package de.aktienanalyse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.events.EventTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The thirteen data classes of the spec, as `to_websocket_data` gives them.
class BrowserSampleTests {
    private final EventCodec codec = new EventCodec();

    @ParameterizedTest
    @CsvSource({
        "portfolio.update,           portfolio.valuation.updated",
        "portfolio.position_changed, portfolio.position.changed",
        "portfolio.value_changed,    portfolio.value.changed",
        "trading.order_cancelled,    trading.order.cancelled",
        "trading.order_failed,       trading.order.failed",
        "market.price_update,        market.data.realtime",
        "market.alert,               alerts.triggered",
        "system.service_status,      system.health.status",
        "system.performance_alert,   system.health.alert",
        "system.error,               system.health.error",
    })
    void everyFieldIsOnTheBusRecordAndSurvivesIt(String browserEvent, String eventType) {
        assertSurvives(browserEvent, EventTypes.byName(eventType).orElseThrow());
    }

    /// The bus says these in the words of the spec's first part; the gateway translates.
    @ParameterizedTest
    @ValueSource(strings = {"trading.order_created", "trading.order_filled", "analysis.complete"})
    void everyFieldIsOnTheBrowsersOwnShape(String browserEvent) {
        assertSurvives(
                browserEvent, BrowserShapes.ALL.getOrDefault(browserEvent, List.of()).getFirst());
    }

    private void assertSurvives(String browserEvent, Class<?> shape) {
        byte[] sample = Samples.browser(browserEvent);

        Object data = codec.mapper().readValue(sample, shape);

        assertThat(ExactJson.object(codec.mapper().writeValueAsBytes(data)))
                .isEqualTo(ExactJson.object(sample));
    }

    @Test
    void aMarketOrderHasNoPrices() {
        Map<String, Object> order = ExactJson.object(Samples.browser("trading.order_created"));

        assertThat(order).doesNotContainKeys("price", "stop_price").containsEntry("side", "buy");
        assertThat(new String(Samples.browser("trading.order_created"), StandardCharsets.UTF_8))
                .contains("\"price\": null", "\"stop_price\": null");
    }
}
