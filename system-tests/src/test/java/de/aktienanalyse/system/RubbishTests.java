package de.aktienanalyse.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Whatever is said to it, the suite goes on, and says how often it was told nonsense.
@Order(3)
class RubbishTests {
    private static final List<String> CHANNELS =
            List.of(
                    "market.data.realtime.IBM",
                    "market.data.updated.IBM",
                    "alerts.triggered.IBM",
                    "stock.analysis.completed.IBM",
                    "portfolio.valuation.updated.depot-1",
                    "portfolio.performance.updated.depot-1",
                    "portfolio.rebalancing.requested",
                    "trading.order.executed.IBM",
                    "cross.system.data.request",
                    "cross.system.intelligence.auto_import",
                    "system.health.status.verwaltung",
                    "user.updates.owner");
    private static final List<String> QUEUES =
            List.of(
                    "order.execution",
                    "data.sync",
                    "report.generation",
                    "notification.dispatch",
                    "request.verwaltung",
                    "request.aktienanalyse",
                    "request.auswertung",
                    "request.event-bus-service");

    private static RunningSuite suite;
    private static RedisClient client;
    private static RedisCommands<byte[], byte[]> redis;

    private List<RunningSuite.Process> before = List.of();

    @BeforeAll
    static void start() {
        suite = RunningSuite.named("rubbish", RunningSuite.settings("AKTIEN_LIMITS", "off")).up();
        client = RedisClient.create(suite.redisUrl());
        redis = client.connect(ByteArrayCodec.INSTANCE).sync();
    }

    @AfterAll
    static void stop() {
        client.shutdown();
        suite.close();
    }

    @BeforeEach
    void remember() {
        before = suite.processes();
    }

    @AfterEach
    void allAreUpAndPricesStillFlow() {
        assertThat(suite.processes())
                .isEqualTo(before)
                .allMatch(process -> process.state().equals("ready"));
        try (BrowserSocket browser = suite.socket()) {
            browser.subscribe("market.bar", "analysis.complete", "portfolio.update");
            browser.await("market.bar");
            browser.await("analysis.complete");
            assertThat(browser.ask("get_portfolio", Map.of()).at("/data/status").asString())
                    .isEqualTo("success");
        }
    }

    @Test
    void onTheChannelsOfEventsIsQuarantined() {
        counted(
                "event-bus-service",
                "aktien_bus_quarantined",
                CHANNELS.size(),
                () ->
                        everywhere(channel ->
                                rubbish().forEach(text -> redis.publish(bytes(channel), text))));
        assertThat(suite.metric("websocket-gateway", "aktien_gateway_unplaced_total")).isPositive();
    }

    @Test
    void inReadyMadeMessagesIsCounted() {
        counted(
                "websocket-gateway",
                "aktien_gateway_malformed_total{from=\"ready_made\"}",
                1,
                () ->
                        rubbish()
                                .forEach(text ->
                                        redis.publish(
                                                bytes("aktienanalyse:events:websocket"), text)));
    }

    @Test
    void amongAnswersAndCopiesOfCommandsHarmsNobody() {
        counted(
                "websocket-gateway",
                "aktien_bus_malformed_total{where=\"answers\"}",
                1,
                () -> {
                    rubbish()
                            .forEach(text ->
                                    redis.publish(
                                            bytes("aktienanalyse:answers:websocket-gateway-1"),
                                            text));
                    rubbish()
                            .forEach(text ->
                                    redis.publish(
                                            bytes("aktienanalyse:events:user_commands"), text));
                });
    }

    @Test
    void inTheInboxStreamIsQuarantined() {
        counted(
                "event-bus-service",
                "aktien_bus_quarantined",
                3,
                () -> {
                    rubbish().forEach(text -> add("aktienanalyse:inbox", "event", text));
                    add("aktienanalyse:inbox", "no-such-field", bytes("x"));
                });
        Awaitility.await("the inbox is worked off")
                .atMost(BrowserSocket.PATIENCE)
                .until(() -> redis.xlen(bytes("aktienanalyse:inbox")) == 0);
    }

    @Test
    void inTheQueuesIsCountedAndLaterCommandsAreCarriedOut() {
        counted(
                "verwaltung",
                "aktien_bus_malformed_total{where=\"queue\"}",
                3,
                () ->
                        QUEUES.forEach(queue -> {
                            rubbish()
                                    .forEach(text ->
                                            add("aktienanalyse:queue:" + queue, "command", text));
                            add("aktienanalyse:queue:" + queue, "no-such-field", bytes("x"));
                        }));
        try (BrowserSocket browser = suite.socket()) {
            assertThat(browser.ask("refresh_portfolio", Map.of()).at("/data/status").asString())
                    .isEqualTo("success");
        }
    }

    @Test
    void fromBrowsersIsAnsweredAndCounted() {
        try (BrowserSocket browser = suite.socket()) {
            counted(
                    "websocket-gateway",
                    "aktien_gateway_malformed_total{from=\"client\"}",
                    5,
                    () -> {
                        for (String text :
                                List.of(
                                        "{",
                                        "null",
                                        "[]",
                                        "{}",
                                        "{\"type\": 7}",
                                        "{\"type\": \"dance\"}")) {
                            browser.text(text);
                        }
                        browser.await("invalid_message_format");
                        browser.await("unknown_type");
                    });
            assertThat(browser.ask("no_such_command", Map.of()).at("/data/status").asString())
                    .isEqualTo("error");
            assertThat(browser.closeCode()).isNull();
        }
        try (BrowserSocket browser = suite.socket()) {
            browser.text("x".repeat(65_537));
            Awaitility.await()
                    .atMost(BrowserSocket.PATIENCE)
                    .until(browser::closeCode, code -> code != null && code == 1009);
        }
    }

    @Test
    void onEveryPortHarmsNobody() {
        for (RunningSuite.Process process : before) {
            if (process.service().equals("redis")) {
                continue;
            }
            rubbish().forEach(text -> pour(process.port(), text));
            pour(process.port(), bytes("GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n"));
            pour(
                    process.port(),
                    bytes("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"));
        }
    }

    private static void everywhere(Consumer<String> say) {
        CHANNELS.forEach(say);
    }

    private static Stream<byte[]> rubbish() {
        return Stream.concat(
                Stream.of(
                                "",
                                "{",
                                "null",
                                "42",
                                "[]",
                                "{}",
                                "\"text\"",
                                "[".repeat(5_000),
                                "{\"event_type\": 7, \"data\": []}",
                                "{\"event_type\": \"no.such.event\", \"event_id\": \"1\", \"data\": {}}",
                                "{\"event_type\": \"stock.analysis.completed\", \"event_id\": \"r-1\", \"data\": {\"symbol\": \"IBM\", \"score\": 1e999999999}}",
                                "{\"event_type\": \"trading.order.executed\", \"event_id\": \"r-2\", \"data\": {\"quantity\": \"ten\"}}",
                                "{\"event_type\": \"market.data.realtime\", \"event_id\": \"%s\", \"data\": null}"
                                        .formatted("x".repeat(10_000)))
                        .map(RubbishTests::bytes),
                Stream.of(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, '{'}, new byte[300_000]));
    }

    private static void counted(String service, String metric, int atLeast, Runnable say) {
        double start = suite.metric(service, metric);
        say.run();
        Awaitility.await(metric + " of " + service + " counts it")
                .atMost(BrowserSocket.PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() ->
                        assertThat(suite.metric(service, metric) - start)
                                .isGreaterThanOrEqualTo(atLeast));
    }

    private static void add(String stream, String field, byte[] value) {
        redis.xadd(bytes(stream), Map.of(bytes(field), value));
    }

    private static void pour(int port, byte[] bytes) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(500);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            socket.getInputStream().readNBytes(1_000);
        } catch (IOException _) {
            // Being cut off is one right answer to rubbish; whether all are well is looked at
            // afterwards.
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
