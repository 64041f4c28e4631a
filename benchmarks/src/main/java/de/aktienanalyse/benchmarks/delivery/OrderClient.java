package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.stage.Waiting;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Places orders through the gateway by plan and waits for their answers.
final class OrderClient implements WebSocket.Listener, AutoCloseable {
    private static final long HIGHEST = 60_000_000_000L;
    private static final Pattern ID = Pattern.compile("\"correlation_id\":\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Long> planned = new ConcurrentHashMap<>();
    private final AtomicInteger successes = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger strange = new AtomicInteger();
    private volatile Histogram latencies = new ConcurrentHistogram(HIGHEST, 3);
    private volatile String lastRefusal = "";

    OrderClient(int port) {
        socket =
                http.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + ServiceProcess.TOKEN)
                        .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), this)
                        .join();
    }

    /// What came of a run.
    ///
    /// @param strange answers to nothing that was asked, or the second to one
    record Answers(
            int placed, int successes, int refusals, int strange, String refusal, Histogram took) {

        boolean isAsPromised() {
            return placed > 0 && successes == placed && refusals == 0 && strange == 0;
        }

        String outcome() {
            return isAsPromised()
                    ? "ok"
                    : "WRONG: %d of %d answered with success, %d refused %s, %d answers too many"
                            .formatted(successes, placed, refusals, refusal, strange);
        }
    }

    /// Small limit orders far below the price, which stay open.
    Answers place(int perSecond, int seconds) {
        latencies = new ConcurrentHistogram(HIGHEST, 3);
        successes.set(0);
        refusals.set(0);
        strange.set(0);
        int count = perSecond * seconds;
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begin + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            String id = UUID.randomUUID().toString();
            planned.put(id, due);
            socket.sendText(order(id), true).join();
        }
        Waiting.holds(10, planned::isEmpty);
        planned.clear();
        return new Answers(
                count, successes.get(), refusals.get(), strange.get(), lastRefusal, latencies);
    }

    private static String order(String id) {
        return ("{\"type\":\"user\",\"event\":\"place_order\",\"correlation_id\":\"%s\",\"command_id\":\"%s\","
                        + "\"data\":{\"symbol\":\"S001\",\"side\":\"BUY\",\"quantity\":1,"
                        + "\"order_type\":\"limit\",\"price\":1.00}}")
                .formatted(id, id);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket ws, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            String message = text.toString();
            text.setLength(0);
            if (message.startsWith("{\"type\":\"command_response\"")) {
                answered(message);
            }
        }
        ws.request(1);
        return null;
    }

    private void answered(String message) {
        Matcher id = ID.matcher(message);
        Long due = id.find() ? planned.remove(id.group(1)) : null;
        if (due == null) {
            strange.incrementAndGet();
        } else if (message.contains("\"status\":\"success\"")) {
            latencies.recordValue(Math.clamp(System.nanoTime() - due, 0, HIGHEST));
            successes.incrementAndGet();
        } else {
            lastRefusal = message;
            refusals.incrementAndGet();
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }
}
