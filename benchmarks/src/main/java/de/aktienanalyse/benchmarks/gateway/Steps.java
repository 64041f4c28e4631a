package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.net.Socket;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Measurements at one rate each. The clients stay for the next, but not after one at which
/// something did not arrive: what it left in the queues would burden the next.
final class Steps implements AutoCloseable {
    private static final long QUIET_NANOS = 500_000_000;
    private static final int PATIENCE_SECONDS = 20;

    private final Target target;
    private final int redisPort;
    private final int clients;
    private final double seconds;
    private @Nullable Clients group;

    /// @param offered deliveries per second
    /// @param arrived share that arrived within a second after the sayer stopped; 0 when a client
    ///   was closed
    record Step(long offered, double arrived, Histogram latencies) {

        String ms(double percentile) {
            return latencies.getTotalCount() == 0
                    ? "–"
                    : "%.1f".formatted(latencies.getValueAtPercentile(percentile) / 1e6);
        }

        /// p50 and p99.
        String times() {
            return ms(50) + " / " + ms(99);
        }

        String percent() {
            return "%.2f".formatted(100 * arrived);
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
        return at(deliveriesPerSecond, seconds);
    }

    Step at(double deliveriesPerSecond, double lasting) {
        Messages messages = new Messages(target, redisPort);
        Clients present = group == null ? come(messages) : group;
        settle(present);
        long before = present.received();
        present.takeLatencies();
        long due = messages.say(deliveriesPerSecond / clients, lasting) * clients;
        Waiting.holds(1, () -> present.received() - before >= due);
        double arrived = (double) (present.received() - before) / due;
        Step step =
                new Step(
                        Math.round(deliveriesPerSecond),
                        present.closed() > 0 ? 0 : arrived,
                        present.takeLatencies());
        System.out.printf(
                "  %,d/s: %.2f %% arrived, %d closed, p50 %s, p99 %s ms%n",
                step.offered(), 100 * arrived, present.closed(), step.ms(50), step.ms(99));
        if (step.arrived() < 1) {
            close();
        }
        if (present.odd() > 0 || arrived > 1) {
            throw new IllegalStateException(
                    "The count is wrong: %d odd frames, %.3f arrived"
                            .formatted(present.odd(), arrived));
        }
        return step;
    }

    private Clients come(Messages messages) {
        Clients fresh = new Clients(target);
        group = fresh;
        try {
            fresh.connect(clients);
            Waiting.until(
                    "all clients are subscribed", PATIENCE_SECONDS, () -> fresh.ready() == clients);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        // Shows that all hear, and how long a message is.
        long first = messages.say(20, 0.2) * clients;
        Waiting.holds(10, () -> fresh.received() >= first);
        return fresh;
    }

    @Override
    public void close() {
        if (group != null) {
            group.close();
            group = null;
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
