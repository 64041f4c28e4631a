package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.gateway.fanout.Newsroom;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

/// Counts, not times: whatever the load, each client gets each fill once and in order.
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "aktien.gateway.limits.enforced=off")
@Import(TestGateway.class)
@ContextConfiguration(initializers = FreshData.class)
class LoadTests {
    private static final int CLIENTS = 50;
    private static final int MESSAGES = 20_000;

    /// Fills that may be ahead of the slowest client, so that none is closed as slow on a busy
    /// machine.
    private static final int AHEAD = 4_000;

    private static final byte[] BEFORE_NUMBER =
            "{\"type\":\"trading\",\"event\":\"trading.order_filled\",\"data\":{\"order_id\":\"o-"
                    .getBytes(StandardCharsets.US_ASCII);

    @LocalServerPort int port;
    @Autowired Newsroom newsroom;
    @Autowired MeterRegistry metrics;

    /// Counts fills and looks at their order, nothing more.
    private static final class Counter {
        final CompletableFuture<Integer> done = new CompletableFuture<>();
        final RawClient client;
        volatile int received;

        Counter(RawClient client) {
            this.client = client;
        }

        void count(DataInputStream in) {
            byte[] text = new byte[4096];
            try {
                while (received < MESSAGES) {
                    int length = header(in);
                    in.readFully(text, 0, length);
                    if (!isFill(text)) {
                        // The positions, each ten seconds.
                        continue;
                    }
                    int number = number(text);
                    if (number != received) {
                        throw new AssertionError(
                                "Not "
                                        + received
                                        + ": "
                                        + new String(text, 0, length, StandardCharsets.UTF_8));
                    }
                    received = number + 1;
                }
                done.complete(received);
            } catch (IOException | AssertionError e) {
                done.completeExceptionally(e);
            }
        }

        private static int header(DataInputStream in) throws IOException {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (first != 0x81) {
                throw new AssertionError("No text but " + first);
            }
            return length == 126 ? in.readUnsignedShort() : length;
        }

        private static boolean isFill(byte[] text) {
            int length = BEFORE_NUMBER.length;
            return Arrays.equals(text, 0, length, BEFORE_NUMBER, 0, length);
        }

        private static int number(byte[] text) {
            int number = 0;
            for (int at = BEFORE_NUMBER.length; text[at] != '"'; at++) {
                number = 10 * number + (text[at] - '0');
            }
            return number;
        }
    }

    @Test
    void everyClientGetsEveryFillOnceAndInOrder() throws Exception {
        List<Counter> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RawClient client = RawClient.connect(port, 65_536);
            client.sendText(
                    """
                    {"type":"subscription","event":"subscribe",
                     "data":{"event_types":["trading.*"]}}\
                    """);
            assertThat(client.frame().text()).contains("subscription.confirmed");
            Counter counter = new Counter(client);
            clients.add(counter);
            Thread.ofVirtual().start(() -> counter.count(client.in()));
        }

        for (int i = 0; i < MESSAGES; i++) {
            newsroom.hear(fill(i));
            while (i % 100 == 0 && leastReceived(clients) < i - AHEAD) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        for (Counter counter : clients) {
            assertThat(counter.done.get(60, TimeUnit.SECONDS)).isEqualTo(MESSAGES);
            counter.client.close();
        }
        assertThat(metrics.counter("aktien.gateway.messages.out", "delivery", "every").count())
                .isGreaterThanOrEqualTo((double) CLIENTS * MESSAGES);
        assertThat(metrics.counter("aktien.gateway.intake", "outcome", "lost").count()).isZero();
    }

    private static int leastReceived(List<Counter> clients) {
        int least = Integer.MAX_VALUE;
        for (Counter counter : clients) {
            if (counter.done.isCompletedExceptionally()) {
                counter.done.join();
            }
            least = Math.min(least, counter.received);
        }
        return least;
    }

    private static RawEvent fill(int number) {
        String json =
                """
                {"event_type":"trading.order.executed","event_id":"e-%1$d",\
                "timestamp":"2025-01-25T15:40:00Z","source":"verwaltung.broker-integration",\
                "version":"1.0","data":{"order_id":"o-%1$d","symbol":"AAPL","side":"BUY",\
                "quantity":10,"price":182.50,"total_value":1825.00,"fees":2.95,\
                "execution_status":"FILLED","execution_timestamp":"2025-01-25T15:39:45Z"},\
                "routing_key":"trading.order.executed.AAPL","position":"trading.1@1-%2$d"}\
                """
                        .formatted(number, number + 1);
        return new RawEvent("trading.order.executed.AAPL", json.getBytes(StandardCharsets.UTF_8));
    }
}
