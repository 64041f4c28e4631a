package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.bus.Decoded;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.gateway.TestGateway.MemoryChannels;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// What a client sees of a running gateway.
@GatewayTest
class GatewayServerTests {
    @LocalServerPort int port;
    @Autowired InMemoryEventBus bus;
    @Autowired MemoryChannels channels;
    @Autowired MeterRegistry metrics;

    @Test
    void everyoneIsWelcomedUnderAnIdOfTheServersOwn() {
        try (BrowserClient one = BrowserClient.open(port, "/ws/mallory", null);
                BrowserClient two = BrowserClient.open(port, "/ws/mallory", null);
                BrowserClient slash = BrowserClient.open(port, "/ws/", null)) {
            JsonNode welcome = one.next("connection.established");
            String id = welcome.at("/data/client_id").asString();

            assertThat(welcome.path("type").asString()).isEqualTo("system");
            assertThat(welcome.at("/data/display_name").asString()).isEqualTo("mallory");
            assertThat(Instant.parse(welcome.at("/data/server_time").asString())).isNotNull();
            assertThat(id).hasSize(36).isNotEqualTo("mallory");
            assertThat(two.next("connection.established").at("/data/client_id").asString())
                    .isNotEqualTo(id);
            assertThat(
                            slash.next("connection.established")
                                    .at("/data/display_name")
                                    .isMissingNode())
                    .isTrue();
        }
    }

    @Test
    void aSubscriberGetsItsEventsAndNoOthers() {
        try (BrowserClient client = BrowserClient.connect(port).subscribe("trading.order_filled")) {
            bus.publish(SampleEvents.fill("order-a"), new Cause("corr-1", null, null, null, null));
            bus.publish(SampleEvents.price("AAPL", "1.00"));

            JsonNode filled = client.next("trading.order_filled");
            assertThat(filled.path("type").asString()).isEqualTo("trading");
            assertThat(filled.at("/data/order_id").asString()).isEqualTo("order-a");
            assertThat(filled.path("correlation_id").asString()).isEqualTo("corr-1");
            assertThat(filled.path("source_service").asString())
                    .isEqualTo("verwaltung.broker-integration");
            assertThat(filled.path("position").asString()).matches("trading\\.\\d@1-\\d+");
            assertThat(client.untilPong()).isEmpty();
        }
    }

    @Test
    void globsMatchAndOverlappingOnesGiveOneCopy() {
        try (BrowserClient client =
                BrowserClient.connect(port).subscribe("trading.*", "*", "trading.order_filled")) {
            client.untilPong();
            bus.publish(SampleEvents.fill("order-b"));

            client.next("trading.order_filled");
            assertThat(client.untilPong()).isEmpty();
        }
    }

    @Test
    void unsubscribedIsUnsubscribed() {
        try (BrowserClient client = BrowserClient.connect(port).subscribe("trading.*")) {
            client.send(
                    """
                    {"type":"subscription","event":"unsubscribe",
                     "data":{"event_types":["trading.*"]},"correlation_id":"u-1"}\
                    """);
            JsonNode cancelled = client.next("subscription.cancelled");
            bus.publish(SampleEvents.fill("order-c"));

            assertThat(cancelled.path("correlation_id").asString()).isEqualTo("u-1");
            assertThat(cancelled.at("/data/event_type").asString()).isEqualTo("trading.*");
            assertThat(client.untilPong()).isEmpty();
        }
    }

    @Test
    void filtersBySymbolAndPortfolioLetOnlyTheirsPass() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    """
                    {"type":"subscription","event":"subscribe","data":{"snapshot":false,
                     "event_types":["market.*","portfolio.*"],"symbols":["FLT"],"portfolio_id":"p-1"}}\
                    """);
            client.next("subscription.confirmed");
            client.next("subscription.confirmed");

            bus.publish(SampleEvents.price("FLT", "1.10"));
            bus.publish(SampleEvents.price("OTHER", "2.20"));
            bus.publish(SampleEvents.value("p-1"));
            bus.publish(SampleEvents.value("p-2"));

            assertThat(client.next("market.price_update").at("/data/symbol").asString())
                    .isEqualTo("FLT");
            assertThat(client.next("portfolio.value_changed").at("/data/portfolio_id").asString())
                    .isEqualTo("p-1");
            assertThat(client.untilPong()).isEmpty();
        }
    }

    @Test
    void whoSubscribesGetsTheCurrentPriceAtOnce() {
        bus.publish(SampleEvents.price("SNAP", "17.00"));
        bus.publish(SampleEvents.price("SNAP", "17.50"));
        await().until(() -> heard("latest") >= 2);
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    """
                    {"type":"subscription","event":"subscribe",
                     "data":{"event_types":["market.price_update"],"symbols":["SNAP"]}}\
                    """);
            client.next("subscription.confirmed");

            JsonNode current = client.next("market.price_update");
            assertThat(client.lastText()).contains("17.50");
            assertThat(current.path("position").isMissingNode()).isTrue();
        }
    }

    @Test
    void aPingIsAnsweredBehindAllThatWasSaidBefore() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send("{\"type\":\"ping\",\"correlation_id\":\"p-1\"}");
            JsonNode pong = client.next("pong");
            assertThat(pong.path("type").asString()).isEqualTo("system");
            assertThat(pong.path("correlation_id").asString()).isEqualTo("p-1");
            assertThat(pong.at("/data/timestamp").isString()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | invalid_message_format",
                "{\"type\":\"shout\"} | unknown_type",
                "{\"type\":\"subscription\",\"event\":\"subscribe\",\"data\":{\"event_types\":[\"a b\"]}} | invalid_subscription",
            })
    void rubbishIsAnsweredAndTheConnectionGoesOn(String text, String event) {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(text);
            JsonNode error = client.next(event);
            assertThat(error.path("type").asString()).isEqualTo("error");
            assertThat(error.at("/data/error").asString()).isNotBlank();
            assertThat(client.untilPong()).isEmpty();
        }
    }

    @Test
    void moreSubscriptionsThanAllowedAreRefused() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.subscribe("n.first");
            client.send(
                    """
                    {"type":"subscription","event":"subscribe","data":{"event_types":[%s]}}\
                    """
                            .formatted(
                                    IntStream.range(0, 200)
                                            .mapToObj(i -> "\"n" + i + ".x\"")
                                            .collect(Collectors.joining(","))));
            for (int i = 0; i < 199; i++) {
                client.next("subscription.confirmed");
            }
            JsonNode refused = client.next("too_many_subscriptions");
            assertThat(refused.at("/data/field").asString()).isEqualTo("data.event_types[199]");
        }
    }

    @Test
    void aCommandsAnswerComesToTheOneWhoAskedAndItsEventsToAll() {
        try (BrowserClient asker = BrowserClient.connect(port).subscribe("trading.*");
                BrowserClient other = BrowserClient.connect(port).subscribe("*")) {
            other.untilPong();
            asker.send(
                    """
                    {"type":"user","event":"place_order","correlation_id":"mine-7",
                     "data":{"symbol":"CMD","side":"buy","quantity":10,"client_order_id":"coid-7"}}\
                    """);

            List<JsonNode> told = List.of(asker.next(), asker.next());
            JsonNode answer = withEvent(told, "place_order.response");
            JsonNode created = withEvent(told, "trading.order_created");
            assertThat(answer.path("type").asString()).isEqualTo("command_response");
            assertThat(answer.path("correlation_id").asString()).isEqualTo("mine-7");
            assertThat(answer.path("target_client").asString()).isEqualTo(asker.id());
            assertThat(answer.path("data").toString())
                    .isEqualTo(
                            "{\"status\":\"success\",\"command\":\"place_order\","
                                    + "\"result\":{\"order_id\":\"order-1\",\"status\":\"accepted\"}}");
            assertThat(created.path("correlation_id").asString()).isEqualTo("mine-7");
            assertThat(created.at("/data/client_order_id").asString()).isEqualTo("coid-7");
            assertThat(other.next("trading.order_created").at("/data/price").isNull()).isTrue();
            assertThat(other.untilPong()).isEmpty();
        }
    }

    @Test
    void whatACommandLacksIsSaidWithItsField() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    """
                    {"type":"user","event":"place_order","correlation_id":"x","data":{"side":"buy"}}\
                    """);
            JsonNode answer = client.next("place_order.response");
            assertThat(answer.at("/data/status").asString()).isEqualTo("error");
            assertThat(answer.at("/data/result/code").asString()).isEqualTo("invalid_command");
            assertThat(answer.at("/data/result/field").asString()).isEqualTo("data.symbol");
        }
    }

    @Test
    void aReadyMadeMessageReachesSubscribersOrOneClientAndIsNoAnswer() {
        try (BrowserClient one = BrowserClient.connect(port).subscribe("custom.event");
                BrowserClient two = BrowserClient.connect(port).subscribe("*")) {
            two.untilPong();
            channels.publish(
                    """
                    {"type":"custom","event":"custom.event","data":{"n":1.50},"source_service":"py"}\
                    """);
            channels.publish(
                    """
                    {"type":"custom","event":"custom.one","target_client":"%s","data":{}}\
                    """
                            .formatted(one.id()));
            double before = malformed("ready_made");
            channels.publish(
                    """
                    {"type":"command_response","event":"x.response","target_client":"%s",
                     "data":{"status":"success","command":"x","result":{}}}\
                    """
                            .formatted(one.id()));
            channels.publish("rubbish");

            one.next("custom.event");
            assertThat(one.lastText()).contains("1.50");
            one.next("custom.one");
            two.next("custom.event");
            await().until(() -> malformed("ready_made") == before + 2);
            assertThat(one.untilPong()).isEmpty();
            assertThat(two.untilPong()).isEmpty();
        }
    }

    @Test
    void whatHasNoPositionYetIsNotShown() {
        try (BrowserClient client = BrowserClient.connect(port).subscribe("analysis.*")) {
            String foreign =
                    """
                    {"event_type":"stock.analysis.completed","event_id":"u-1","data":{"analysis_id":"a",
                     "symbol":"AAPL","score":18.5,"confidence":0.87,"recommendation":"BUY"}}\
                    """;
            byte[] json = foreign.getBytes(StandardCharsets.UTF_8);
            bus.hear("stock.analysis.completed.AAPL", json);
            bus.hear("stock.analysis.completed.AAPL", "rubbish".getBytes(StandardCharsets.UTF_8));
            if (!(new EventCodec().decode(json, new EventCodec.Fallback("u-1", SampleEvents.TIME))
                    instanceof Decoded.Known known)) {
                throw new AssertionError("The spec's own event must decode");
            }
            bus.receive(known.envelope().at("stock.1@1-1"));

            assertThat(client.next("analysis.complete").path("position").asString())
                    .isEqualTo("stock.1@1-1");
            assertThat(client.untilPong()).isEmpty();
        }
    }

    // ---- handshake

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, 403",
        "null, 403",
        "http://127.0.0.1:1, 403",
    })
    void aForeignPageMayNotConnect(String origin, int status) throws Exception {
        try (RawClient client = new RawClient(port, 4096)) {
            assertThat(
                            client.request(
                                    RawClient.handshake(port, "/ws", "Origin: " + origin + "\r\n")))
                    .startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void ourOwnPageMayConnect() {
        try (BrowserClient client = BrowserClient.open(port, "/ws", "http://127.0.0.1:" + port)) {
            client.next("connection.established");
        }
    }

    @Test
    void theHandshakeIsThatOfTheRfc() throws Exception {
        try (RawClient client = new RawClient(port, 4096)) {
            String head = client.request(RawClient.handshake(port, "/ws/x", ""));
            assertThat(head)
                    .startsWith("HTTP/1.1 101")
                    .containsIgnoringCase("Upgrade: websocket")
                    .containsIgnoringCase("Connection: upgrade")
                    // RFC 6455 §1.3 gives this key and this answer.
                    .containsIgnoringCase("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                    .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 8 | 426",
                "Upgrade: websocket | Upgrade: h2c | 426",
                "keep-alive, Upgrade | keep-alive | 426",
                "dGhlIHNhbXBsZSBub25jZQ== | c2hvcnQ= | 400",
                "GET | POST | 405",
            })
    void anythingElseIsRefused(String from, String to, int status) throws Exception {
        try (RawClient client = new RawClient(port, 4096)) {
            assertThat(client.request(RawClient.handshake(port, "/ws", "").replace(from, to)))
                    .startsWith("HTTP/1.1 " + status);
        }
    }

    private static JsonNode withEvent(List<JsonNode> messages, String event) {
        return messages.stream()
                .filter(message -> message.path("event").asString().equals(event))
                .findFirst()
                .orElseThrow(() -> new AssertionError(event + " is not in " + messages));
    }

    private double malformed(String from) {
        return metrics.counter("aktien.gateway.malformed", "from", from).count();
    }

    private double heard(String delivery) {
        return metrics.counter("aktien.gateway.heard", "delivery", delivery).count();
    }
}
