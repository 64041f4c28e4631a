package de.aktienanalyse.bus;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a service that starts wait for a Redis that is not there yet, or that goes away once more
/// between two steps of the start.
final class Patience {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final Duration WHOLE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private Patience() {}

    static void forRedis(Runnable step) {
        var _ =
                forRedis(() -> {
                    step.run();
                    return true;
                });
    }

    static <T> T forRedis(Supplier<T> step) {
        long deadline = System.nanoTime() + WHOLE.toNanos();
        while (true) {
            try {
                return step.get();
            } catch (RuntimeException e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "Redis does not answer; check AKTIEN_REDIS_URL or start the suite by ./suite up",
                            e);
                }
                log.info("Waiting for Redis: {}", String.valueOf(e.getMessage()));
                rest();
            }
        }
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Redis", e);
        }
    }
}
