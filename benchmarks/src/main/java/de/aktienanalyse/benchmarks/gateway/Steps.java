package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.net.Socket;
import org.HdrHistogram.Histogram;

/// One measurement at one rate, with fresh clients, so that what an earlier one left in the queues
/// does not burden it.
final class Steps {
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

    Step at(double deliveriesPerSecond) {
        Messages messages = new Messages(target, redisPort);
        try (Clients group = new Clients(target).connect(clients)) {
            Waiting.until("all clients are subscribed", 60, () -> group.ready() == clients);
            // Shows that all hear, and how long a message is.
            long first = messages.say(20, 0.2) * clients;
            Waiting.holds(10, () -> group.received() >= first);
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
                    "  %,d/s: %.2f %% arrived, %d closed, p99 %s ms%n",
                    step.offered(), 100 * arrived, group.closed(), step.ms(99));
            if (group.odd() > 0 || arrived > 1) {
                throw new IllegalStateException(
                        "The count is wrong: %d odd frames, %.3f arrived"
                                .formatted(group.odd(), arrived));
            }
            return step;
        }
    }

    static boolean listens(int port) {
        try (Socket _ = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
