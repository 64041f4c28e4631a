package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.net.Socket;
import org.HdrHistogram.Histogram;

/// One measurement at one rate, with fresh clients, so that what an earlier one left in the queues
/// does not burden it.
final class Steps {
    private static final long QUIET_NANOS = 500_000_000;
    private static final int PATIENCE_SECONDS = 20;

    private final Target target;
    private final int redisPort;
    private final int clients;
    private final double seconds;

    /// @param offered deliveries per second
    /// @param arrived share that arrived within a second after the sayer stopped; 0 when a client
    ///   was closed
    record Step(long offered, double arrived, Histogram latencies) {

        String ms(double percentile) {
            return latencies.getTotalCount() == 0
                    ? "–"
                    : "%.1f".formatted(latencies.getValueAtPercentile(percentile) / 1e6);
        }
    }

    Steps(Target target, int redisPort, int clients, double seconds) {
        this.target = target;
        this.redisPort = redisPort;
        this.clients = clients;
        this.seconds = seconds;
    }

    /// @throws IllegalStateException when not all clients came in, or the server is still busy with
    ///   what an earlier step left
    Step at(double deliveriesPerSecond) {
        Messages messages = new Messages(target, redisPort);
        try (Clients group = new Clients(target).connect(clients)) {
            Waiting.until(
                    "all clients are subscribed", PATIENCE_SECONDS, () -> group.ready() == clients);
            // Shows that all hear, and how long a message is.
            long first = messages.say(20, 0.2) * clients;
            Waiting.holds(10, () -> group.received() >= first);
            settle(group);
            long before = group.received();
            group.takeLatencies();
            long due = messages.say(deliveriesPerSecond / clients, seconds) * clients;
            Waiting.holds(1, () -> group.received() - before >= due);
            double arrived = (double) (group.received() - before) / due;
            Step step =
                    new Step(
                            Math.round(deliveriesPerSecond),
                            group.closed() > 0 ? 0 : arrived,
                            group.takeLatencies());
            System.out.printf(
                    "  %,d/s: %.2f %% arrived, %d closed, p50 %s, p99 %s ms%n",
                    step.offered(), 100 * arrived, group.closed(), step.ms(50), step.ms(99));
            if (group.odd() > 0 || arrived > 1) {
                throw new IllegalStateException(
                        "The count is wrong: %d odd frames, %.3f arrived"
                                .formatted(group.odd(), arrived));
            }
            return step;
        }
    }

    /// What the server still has in its queues from an earlier step comes to the new clients too,
    /// and must not be counted.
    private static void settle(Clients group) {
        long[] seen = {-1, 0};
        Waiting.until(
                "the server is idle",
                PATIENCE_SECONDS,
                () -> {
                    long now = group.received();
                    if (now != seen[0]) {
                        seen[0] = now;
                        seen[1] = System.nanoTime();
                        return false;
                    }
                    return System.nanoTime() - seen[1] > QUIET_NANOS;
                });
    }

    static boolean listens(int port) {
        try (Socket _ = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
