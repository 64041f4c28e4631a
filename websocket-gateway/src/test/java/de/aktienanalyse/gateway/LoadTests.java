package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.gateway.fanout.Newsroom;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/// Counts, not times: whatever the load, each client gets each fill once and in order.
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "aktien.gateway.limits.enforced=off")
@Import(TestGateway.class)
class LoadTests {
    private static final int CLIENTS = 50;
    private static final int MESSAGES = 20_000;
    /// Fills that may be ahead of the slowest client, so that none is closed as slow on a busy machine.
    private static final int AHEAD = 2_000;

    @LocalServerPort int port;
    @Autowired Newsroom newsroom;
    @Autowired MeterRegistry metrics;

    /// Counts fills and looks at the order, nothing more.
    private static final class Counter implements WebSocket.Listener {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        final CompletableFuture<Void> subscribed = new CompletableFuture<>();
        volatile int received;
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            socket.request(1);
            if (!last || !partial.isEmpty()) {
                partial.append(data);
                if (!last) {
                    return CompletableFuture.completedFuture(null);
                }
                data = partial.toString();
                partial.setLength(0);
            }
            take(data.toString());
            return CompletableFuture.completedFuture(null);
        }

        private void take(String text) {
            if (text.contains("\"subscription.confirmed\"")) {
                subscribed.complete(null);
            } else if (text.contains("\"trading.order_filled\"")) {
                if (!text.contains("\"order_id\":\"o-" + received + "\"")) {
                    done.completeExceptionally(
                            new AssertionError("Not fill " + received + ": " + text));
                }
                int count = received + 1;
                received = count;
                if (count == MESSAGES) {
                    done.complete(null);
                }
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            done.completeExceptionally(new AssertionError("closed with " + statusCode));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            done.completeExceptionally(error);
        }
    }

    @Test
    void everyClientGetsEveryFillOnceAndInOrder() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        List<Counter> clients = new ArrayList<>();
        List<WebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Counter client = new Counter();
            WebSocket socket =
                    http.newWebSocketBuilder()
                            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), client)
                            .join();
            socket.sendText(
                            """
                            {"type":"subscription","event":"subscribe",
                             "data":{"event_types":["trading.*"]}}""",
                            true)
                    .join();
            clients.add(client);
            sockets.add(socket);
        }
        for (Counter client : clients) {
            client.subscribed.get(20, TimeUnit.SECONDS);
        }

        for (int i = 0; i < MESSAGES; i++) {
            newsroom.hear(fill(i));
            while (i % 100 == 0 && behind(clients) < i - AHEAD) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        for (Counter client : clients) {
            client.done.get(60, TimeUnit.SECONDS);
            assertThat(client.received).isEqualTo(MESSAGES);
        }
        assertThat(
                        metrics.counter("aktien.gateway.messages.out", "delivery", "every")
                                .count())
                .isGreaterThanOrEqualTo((double) CLIENTS * MESSAGES);
        assertThat(metrics.counter("aktien.gateway.intake", "outcome", "lost").count()).isZero();
        sockets.forEach(WebSocket::abort);
    }

    private static int behind(List<Counter> clients) {
        int least = Integer.MAX_VALUE;
        for (Counter client : clients) {
            if (client.done.isCompletedExceptionally()) {
                client.done.join();
            }
            least = Math.min(least, client.received);
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
                "routing_key":"trading.order.executed.AAPL","position":"trading.1@1-%1$d"}"""
                        .formatted(number);
        return new RawEvent(
                "trading.order.executed.AAPL", json.getBytes(StandardCharsets.UTF_8));
    }
}
