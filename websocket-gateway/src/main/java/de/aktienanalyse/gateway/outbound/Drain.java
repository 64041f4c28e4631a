package de.aktienanalyse.gateway.outbound;

import de.aktienanalyse.gateway.frames.CloseCode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// The farewell of a gateway that stops. Nothing that waits is dropped, and the clients leave, and
/// so come back elsewhere, one after the other.
final class Drain {
    /// A few clients need no spreading: so much of it per client.
    private static final long PER_CLIENT = TimeUnit.MILLISECONDS.toNanos(10);

    private final Writer writer;
    private final OutboundProperties properties;
    private final RandomGenerator random;

    Drain(Writer writer, OutboundProperties properties, RandomGenerator random) {
        this.writer = writer;
        this.properties = properties;
        this.random = random;
    }

    void run(CloseCode code, String reason) {
        CountDownLatch told = new CountDownLatch(1);
        writer.execute(() -> {
            writer.leaving = code;
            List<Connection> all = List.copyOf(writer.connections());
            long spread = Math.min(properties.drainSpread().toNanos(), all.size() * PER_CLIENT);
            for (Connection connection : all) {
                writer.after(
                        spread == 0 ? 0 : random.nextLong(spread),
                        () -> writer.closing().closeBehind(connection, code, reason));
            }
            told.countDown();
        });
        await(told);
        long until =
                System.nanoTime()
                        + properties.drainSpread().toNanos()
                        + properties.linger().toNanos()
                        + TimeUnit.SECONDS.toNanos(1);
        while (anyConnection() && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean anyConnection() {
        CountDownLatch asked = new CountDownLatch(1);
        boolean[] any = new boolean[1];
        writer.execute(() -> {
            any[0] = !writer.connections().isEmpty();
            asked.countDown();
        });
        return await(asked) && any[0];
    }

    private boolean await(CountDownLatch latch) {
        try {
            return latch.await(properties.linger().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
