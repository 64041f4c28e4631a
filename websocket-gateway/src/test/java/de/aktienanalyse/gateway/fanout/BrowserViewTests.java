package de.aktienanalyse.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Decoded;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What browsers get, in the shapes of spec part 2, from what the bus carries.
class BrowserViewTests {
    private final EventCodec codec = new EventCodec();

    /// Bus event, its data on the bus, browser event, its data in the browser.
    static Stream<Arguments> golden() {
        return Stream.of(
                same(
                        "portfolio.valuation.updated",
                        "portfolio.update",
                        """
                        {"portfolio_id":"depot-1","total_value":100125.40,"total_change":125.40,
                         "total_change_percent":0.1254,"positions_count":1,
                         "last_updated":"2025-01-25T15:30:00Z","positions":[{"symbol":"AAPL",
                         "quantity":10,"average_cost":169.9650,"value":1825.00,"change":125.35,
                         "change_percent":7.38}]}\
                        """),
                same(
                        "portfolio.position.changed",
                        "portfolio.position_changed",
                        """
                        {"portfolio_id":"depot-1","symbol":"AAPL","isin":"US0378331005",
                         "action":"buy","quantity":10,"price":182.50,"value":1825.00,"change":-2.95,
                         "change_percent":-0.16,"timestamp":"2025-01-25T15:39:45Z"}\
                        """),
                same(
                        "portfolio.value.changed",
                        "portfolio.value_changed",
                        """
                        {"portfolio_id":"depot-1","previous_value":100000.00,
                         "current_value":100125.40,"change":125.40,"change_percent":0.13,
                         "trigger_reason":"price_update","timestamp":"2025-01-25T15:30:00Z"}\
                        """),
                row(
                        "trading.order.created",
                        """
                        {"order_id":"order-1","symbol":"AAPL","order_type":"market","side":"BUY",
                         "quantity":10,"status":"pending","created_at":"2025-01-25T15:39:40Z",
                         "client_order_id":"mine-1"}\
                        """,
                        "trading.order_created",
                        """
                        {"order_id":"order-1","symbol":"AAPL","order_type":"market","side":"buy",
                         "quantity":10,"price":null,"stop_price":null,"status":"pending",
                         "created_at":"2025-01-25T15:39:40Z","client_order_id":"mine-1"}\
                        """),
                row(
                        "trading.order.modified",
                        """
                        {"order_id":"order-1","symbol":"AAPL","order_type":"limit","side":"SELL",
                         "quantity":5,"price":190.00,"status":"accepted",
                         "modified_at":"2025-01-25T15:40:00Z","revision":2}\
                        """,
                        "trading.order_modified",
                        """
                        {"order_id":"order-1","symbol":"AAPL","order_type":"limit","side":"sell",
                         "quantity":5,"price":190.00,"stop_price":null,"status":"accepted",
                         "modified_at":"2025-01-25T15:40:00Z","revision":2}\
                        """),
                row(
                        "trading.order.executed",
                        """
                        {"order_id":"order-78901","symbol":"AAPL","side":"BUY","quantity":10,
                         "price":182.50,"total_value":1825.00,"fees":2.95,"broker":"bitpanda_pro",
                         "execution_status":"FILLED","execution_timestamp":"2025-01-25T15:39:45Z"}\
                        """,
                        "trading.order_filled",
                        """
                        {"order_id":"order-78901","symbol":"AAPL","side":"buy","quantity":10,
                         "filled_quantity":10,"fill_price":182.50,"total_value":1825.00,"fees":2.95,
                         "status":"filled","filled_at":"2025-01-25T15:39:45Z","last_quantity":10,
                         "broker":"bitpanda_pro"}\
                        """),
                row(
                        "trading.order.executed",
                        """
                        {"order_id":"o-2","symbol":"AAPL","side":"SELL","quantity":4,"price":182.50,
                         "total_value":730.00,"execution_status":"PARTIALLY_FILLED",
                         "execution_timestamp":"2025-01-25T15:39:45Z","client_order_id":"mine-2",
                         "order_quantity":10,"filled_quantity":7,"remaining_quantity":3}\
                        """,
                        "trading.order_filled",
                        """
                        {"order_id":"o-2","symbol":"AAPL","side":"sell","quantity":10,
                         "filled_quantity":7,"fill_price":182.50,"total_value":730.00,"fees":null,
                         "status":"partially_filled","filled_at":"2025-01-25T15:39:45Z",
                         "last_quantity":4,"remaining_quantity":3,"client_order_id":"mine-2"}\
                        """),
                same(
                        "trading.order.cancelled",
                        "trading.order_cancelled",
                        """
                        {"order_id":"order-1","symbol":"AAPL","cancel_reason":"user_request",
                         "remaining_quantity":4,"cancelled_at":"2025-01-25T15:45:00Z"}\
                        """),
                same(
                        "trading.order.expired",
                        "trading.order_expired",
                        """
                        {"order_id":"order-1","symbol":"AAPL","expired_at":"2025-01-25T21:00:00Z"}\
                        """),
                same(
                        "trading.order.failed",
                        "trading.order_failed",
                        """
                        {"order_id":"order-1","symbol":"AAPL","error_code":"insufficient_funds",
                         "error_message":"Es fehlen 10,00 USD","failed_at":"2025-01-25T15:40:00Z"}\
                        """),
                same(
                        "market.data.realtime",
                        "market.price_update",
                        """
                        {"symbol":"AAPL","isin":"US0378331005","price":182.50,
                         "previous_price":180.25,"change":2.25,"change_percent":1.2483,
                         "volume":51247300,"timestamp":"2025-01-25T15:30:00Z","source":"replay"}\
                        """),
                same(
                        "market.data.updated",
                        "market.bar",
                        """
                        {"symbol":"AAPL","bar_start":"2025-01-24T00:00:00Z",
                         "bar_end":"2025-01-25T00:00:00Z","interval":"P1D","close":182.50,
                         "source":"replay","adjusted":true,"last":false}\
                        """),
                same(
                        "alerts.triggered",
                        "market.alert",
                        """
                        {"alert_type":"price_threshold","symbol":"AAPL","message":"über 180",
                         "severity":"warning","trigger_value":182.50,"current_value":182.75,
                         "threshold":180.00,"timestamp":"2025-01-25T15:30:00Z"}\
                        """),
                row(
                        "stock.analysis.completed",
                        """
                        {"analysis_id":"analysis-67890","symbol":"AAPL","score":18.5,
                         "confidence":0.87,"technical_indicators":{"rsi":65.2,"macd":"bullish",
                         "moving_averages":"golden_cross"},"recommendation":"BUY",
                         "target_price":185.50,"risk_level":"MEDIUM"}\
                        """,
                        "analysis.complete",
                        """
                        {"analysis_id":"analysis-67890","analysis_type":"technical","symbol":"AAPL",
                         "result":{"score":18.5,"technical_indicators":{"rsi":65.2,"macd":"bullish",
                         "moving_averages":"golden_cross"},"target_price":185.50,
                         "risk_level":"MEDIUM"},"confidence_score":0.87,"recommendation":"buy",
                         "completed_at":"2025-01-25T15:30:00Z"}\
                        """),
                same(
                        "system.health.status",
                        "system.service_status",
                        """
                        {"service_name":"verwaltung","status":"online","health_score":100,
                         "response_time_ms":12.5,"error_rate":0.0,"timestamp":"2025-01-25T15:30:00Z",
                         "additional_info":{"open_orders":3}}\
                        """),
                same(
                        "system.health.alert",
                        "system.performance_alert",
                        """
                        {"alert_type":"high_latency","service_name":"auswertung",
                         "metric_name":"reaction_p95_ms","current_value":812.5,"threshold":500.0,
                         "severity":"critical","timestamp":"2025-01-25T15:30:00Z"}\
                        """),
                row(
                        "system.health.error",
                        """
                        {"error_id":"e-1","service_name":"verwaltung","error_type":"BrokerUnreachable",
                         "error_message":"no answer","stack_trace":"at secret.Place(Secret.java:7)",
                         "severity":"error","user_affected":true,"timestamp":"2025-01-25T15:30:00Z"}\
                        """,
                        "system.error",
                        """
                        {"error_id":"e-1","service_name":"verwaltung","error_type":"BrokerUnreachable",
                         "error_message":"no answer","severity":"error","user_affected":true,
                         "timestamp":"2025-01-25T15:30:00Z"}\
                        """),
                same(
                        "portfolio.performance.updated",
                        "portfolio.performance",
                        """
                        {"portfolio_id":"depot-1","performance_metrics":{"total_return":12.8,
                         "sharpe_ratio":1.45,"max_drawdown":-8.2,"volatility":15.3},
                         "top_performers":[{"symbol":"AAPL","return":25.4}],
                         "risk_assessment":"MODERATE","rebalancing_suggestions":[{"action":"REDUCE",
                         "symbol":"TSLA","reason":"high_volatility"}]}\
                        """),
                same(
                        "cross.system.intelligence.trigger",
                        "intelligence.recommendation",
                        """
                        {"trigger_type":"performance_comparison","analysis_results":{
                         "aktienanalyse_score":18.5,"auswertung_performance":12.8,
                         "current_depot_ranking":7},"recommendation":{"action":"AUTO_IMPORT",
                         "symbol":"NVDA","reason":"outperforms_worst_position","confidence":0.92},
                         "affected_systems":["verwaltung","auswertung","data-web-app"]}\
                        """));
    }

    @ParameterizedTest(name = "{0} → {2}")
    @MethodSource("golden")
    void showsTheShapeOfTheSpec(String busEvent, String busData, String event, String data) {
        BrowserView.Shown shown = BrowserView.of(heard(busEvent, busData)).orElseThrow();

        assertThat(shown.event()).isEqualTo(event);
        assertThat(shown.type()).isEqualTo(event.substring(0, event.indexOf('.')));
        assertThat(codec.json(shown.data()).text()).isEqualTo(oneLine(data));
    }

    @Test
    void filtersLookAtTheShareAndThePortfolioOfTheEvent() {
        BrowserView.Shown fill =
                BrowserView.of(
                                heard(
                                        "portfolio.position.changed",
                                        """
                                        {"portfolio_id":"depot-1","symbol":"AAPL","action":"buy",
                                         "quantity":1,"price":182.50,"value":182.50,"change":0,
                                         "change_percent":0,"timestamp":"2025-01-25T15:30:00Z"}\
                                        """))
                        .orElseThrow();

        assertThat(fill.symbol()).isEqualTo("AAPL");
        assertThat(fill.portfolioId()).isEqualTo("depot-1");
    }

    @Test
    void everyEventIsDecidedAndOnlyTheseStayInside() {
        Set<String> shown =
                golden().map(row -> (String) row.get()[0])
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> others =
                EventTypes.all().stream()
                        .map(EventTypes::nameOf)
                        .filter(name -> !shown.contains(name))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(others)
                .containsExactly(
                        "cross.system.data.request",
                        "cross.system.data.response",
                        "cross.system.performance.request",
                        "portfolio.cash.changed",
                        "portfolio.rebalancing.proposed",
                        "portfolio.rebalancing.requested",
                        "user.command.completed",
                        "user.command.progress",
                        "user.updates");
        assertThat(
                        BrowserView.of(
                                        heard(
                                                "user.command.progress",
                                                """
                                                {"actor":"anna","command_id":"c","command":"generate_report",
                                                 "state":"running","percent":50,"attempt":1}\
                                                """))
                                .orElseThrow()
                                .userId())
                .as("progress is for the one who asked")
                .isEqualTo("anna");
        assertThat(
                        BrowserView.of(
                                heard(
                                        "user.command.completed",
                                        """
                                        {"actor":"owner","command_id":"c","command":"place_order",
                                         "status":"success","result":{}}\
                                        """)))
                .as("an answer is for the one who asked")
                .isEmpty();
        assertThat(
                        BrowserView.of(
                                heard(
                                        "cross.system.data.request",
                                        "{\"request_type\":\"performance_rankings\"}")))
                .isEmpty();
    }

    private EventEnvelope<Event> heard(String eventType, String data) {
        String json =
                """
                {"event_type":"%s","event_id":"e-1","timestamp":"2025-01-25T15:30:00Z",
                 "source":"test","version":"1.0","data":%s}\
                """
                        .formatted(eventType, data);
        return switch (codec.decode(json.getBytes(StandardCharsets.UTF_8))) {
            case Decoded.Known known -> known.envelope();
            case Decoded other -> throw new AssertionError(other);
        };
    }

    private static Arguments same(String busEvent, String event, String data) {
        return Arguments.of(busEvent, data, event, data);
    }

    private static Arguments row(String busEvent, String busData, String event, String data) {
        return Arguments.of(busEvent, busData, event, data);
    }

    private static String oneLine(String json) {
        return json.replaceAll("\\s*\\n\\s*", "");
    }

    @Test
    void itIsKnownInWhichFamilyOfTheBusEachBrowserEventIsKept() {
        golden().forEach(row -> {
            String browser = String.valueOf(row.get()[2]);
            assertThat(BrowserNames.FAMILIES.get(browser))
                    .as(browser)
                    .isEqualTo(EventTypes.familyOf(String.valueOf(row.get()[0])));
        });
        assertThat(EventTypes.families()).containsAll(BrowserNames.FAMILIES.values());
    }
}
