package de.aktienanalyse.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Decoded;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import de.aktienanalyse.schema.ExactJson;
import de.aktienanalyse.schema.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyMadeTests {
    private final EventCodec codec = new EventCodec();
    private final ReadyMade readyMade =
            new ReadyMade(
                    codec,
                    new ProtocolCodec(codec),
                    Clock.fixed(Instant.parse("2025-01-25T16:00:00Z"), ZoneOffset.UTC));

    @Test
    void relaysTheSpecsMessageDigitForDigit() {
        News relayed =
                read(
                        """
                        {"type":"trading","event":"trading.order_filled",
                         "data":{"symbol":"AAPL","fill_price":182.50,"status":"filled"},
                         "timestamp":"2025-01-25T15:30:00.123456","source_service":"broker"}\
                        """);

        assertThat(new String(relayed.frame().json(), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"type":"trading","event":"trading.order_filled",\
                        "data":{"symbol":"AAPL","fill_price":182.50,"status":"filled"},\
                        "timestamp":"2025-01-25T15:30:00.123456Z","source_service":"broker"}\
                        """);
        assertThat(relayed.client()).isNull();
        assertThat(relayed.symbol()).isEqualTo("AAPL");
        assertThat(relayed.frame().delivery()).isEqualTo(Delivery.EVERY);
    }

    @Test
    void aPriceIsOneOfWhichOnlyTheNewestCounts() {
        News relayed =
                read(
                        """
                        {"type":"market","event":"market.price_update","data":{"symbol":"AAPL"}}\
                        """);

        assertThat(relayed.frame().delivery()).isEqualTo(Delivery.LATEST);
        assertThat(relayed.frame().key()).isEqualTo("market.price_update AAPL");
    }

    @Test
    void aMessageMayBeForOneClientOnly() {
        News relayed =
                read(
                        """
                        {"type":"custom","event":"custom.x","data":{},"target_client":"c-1"}\
                        """);

        assertThat(relayed.client()).isEqualTo("c-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trading.order.executed",
                "trading.order.created",
                "stock.analysis.completed",
                "market.data.updated",
                "system.health.error"
            })
    void aReplayedEventHasTheShapeOfTheLiveOneAndAMark(String eventType) {
        String envelope = new String(Samples.event(eventType), StandardCharsets.UTF_8);
        BrowserView.Shown live =
                BrowserView.of(((Decoded.Known) codec.decode(Samples.event(eventType))).envelope())
                        .orElseThrow();

        News told =
                read(
                        """
                        {"type":"replay","event":"%s","data":%s,"target_client":"c-1","replay":"r-1"}\
                        """
                                .formatted(eventType, envelope));

        Map<String, Object> message = ExactJson.object(told.frame().json());
        Map<String, Object> data = ExactJson.object(codec.mapper().writeValueAsBytes(live.data()));
        data.put("replay", "r-1");
        assertThat(message).containsEntry("event", live.event()).containsEntry("data", data);
        assertThat(told.client()).isEqualTo("c-1");
        assertThat(told.symbol()).isEqualTo(live.symbol());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "null",
                "{}",
                "{\"type\":\"market\",\"data\":{}}",
                "{\"type\":\"market\",\"event\":\"market.alert\"}",
                "{\"type\":\"market\",\"event\":\"market.alert\",\"data\":[1]}",
                "{\"type\":\"market\",\"event\":7,\"data\":{}}",
                "{\"type\":\"market\",\"event\":\"market alert\",\"data\":{}}",
                "{\"type\":\"command_response\",\"event\":\"x.response\",\"data\":{}}",
                "{\"type\":\"system\",\"event\":\"connection.established\",\"data\":{}}",
                "{\"type\":\"system\",\"event\":\"subscription.confirmed\",\"data\":{}}",
                "{\"type\":\"system\",\"event\":\"gap\",\"data\":{}}",
                "{\"type\":\"replay\",\"event\":\"x\",\"data\":{},\"target_client\":\"c\"}",
                "{\"type\":\"error\",\"event\":\"rate_limited\",\"data\":{}}",
                "{\"type\":\"market\",\"event\":\"market.alert\",\"data\":{\"symbol\":{}}}"
            })
    void rubbishAndWhatOnlyTheGatewayMaySayIsNotRelayed(String json) {
        assertThat(readyMade.read(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    /// By these a client would believe that it stands somewhere else, or that it has an answer.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    system           | connection.established  | {"resume_token":"t"}
                    system           | subscription.confirmed  | {"positions":["trading.0@9-9"]}
                    system           | positions               | {"positions":["trading.0@9-9"]}
                    system           | pong                    | {"positions":["trading.0@9-9"]}
                    system           | resumed                 | {"to":["trading.0@9-9"]}
                    system           | gap                     | {"reason":"x"}
                    system           | conflated               | {"total":1}
                    system           | snapshot                | {}
                    system           | closing                 | {"code":1000}
                    system           | anything.else           | {}
                    system           | system.service_status   | {"positions":["trading.0@9-9"]}
                    system           | system.error            | {"to":["trading.0@9-9"]}
                    system           | system.error            | {"resume_token":"t"}
                    custom           | gap                     | {}
                    custom           | connection.lost         | {}
                    command_response | place_order.response    | {"status":"success"}
                    custom           | place_order.response    | {"status":"success"}
                    error            | rate_limited            | {}
                    """)
    void positionsGapsAndAnswersCannotBeForged(String type, String event, String data) {
        String json =
                """
                {"type":"%s","event":"%s","data":%s,"target_client":"c-1",
                 "position":"trading.0@9-9"}\
                """;
        assertThat(
                        readyMade.read(
                                json.formatted(type, event, data).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void whatServicesSayOfThemselvesIsRelayedWithoutAPosition() {
        News relayed =
                read(
                        """
                        {"type":"system","event":"system.service_status",
                         "data":{"service_name":"py","status":"healthy"},"position":"system.0@9-9"}\
                        """);

        assertThat(relayed.frame().event()).isEqualTo("system.service_status");
        assertThat(new String(relayed.frame().json(), StandardCharsets.UTF_8))
                .doesNotContain("position");
    }

    @Test
    void aDepotHasPositionsOfItsOwn() {
        News relayed =
                read(
                        """
                        {"type":"portfolio","event":"portfolio.update",
                         "data":{"portfolio_id":"p","positions":[{"symbol":"AAPL"}]}}\
                        """);

        assertThat(relayed.portfolioId()).isEqualTo("p");
    }

    @Test
    void aClockThatIsAheadCountsAsNow() {
        News ahead = read(price("2025-01-25T18:00:00"));
        News behind = read(price("2025-01-25T15:59:59"));
        News now = read(price("2025-01-25T16:00:00"));

        assertThat(now.isNewerThan(ahead)).isTrue();
        assertThat(behind.isNewerThan(ahead)).isFalse();
        assertThat(new String(ahead.frame().json(), StandardCharsets.UTF_8))
                .contains("2025-01-25T18:00:00Z");
    }

    private static String price(String timestamp) {
        return """
        {"type":"market","event":"market.price_update","data":{"symbol":"AAPL"},"timestamp":"%s"}\
        """
                .formatted(timestamp);
    }

    private News read(String json) {
        return readyMade.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
