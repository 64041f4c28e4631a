package de.aktienanalyse.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WriterTests {
    private static final OutboundProperties PROPERTIES =
            new OutboundProperties(
                    100,
                    10,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(2),
                    Duration.ofSeconds(1),
                    Duration.ZERO);

    @Test
    void timersAndTheWatchdogHaveTheirTurnWhileThereIsAlwaysMoreToDo() throws Exception {
        Writer writer = new Writer(PROPERTIES, new OutboundMetrics(new SimpleMeterRegistry()));
        Beats beats = new Beats();
        writer.start(beats);
        try {
            CountDownLatch due = new CountDownLatch(1);
            writer.execute(() -> writer.after(1_000_000, due::countDown));
            writer.execute(new More(writer, due, beats));

            assertThat(due.await(10, TimeUnit.SECONDS)).isTrue();
            await().until(() -> beats.count.get() > 0);
        } finally {
            writer.stop();
        }
    }

    /// Wants to be done again until both have happened.
    private record More(Writer writer, CountDownLatch due, Beats beats) implements Runnable {
        @Override
        public void run() {
            if (due.getCount() > 0 || beats.count.get() == 0) {
                writer.execute(this);
            }
        }
    }

    private static final class Beats implements Audience {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void left(Connection connection) {}

        @Override
        public void ends(Connection connection) {}

        @Override
        public void beat(Connection connection, int beats) {}

        @Override
        public void beat() {
            count.incrementAndGet();
        }

        @Override
        public byte[] conflated(Map<String, Integer> conflated) {
            return new byte[0];
        }
    }
}
