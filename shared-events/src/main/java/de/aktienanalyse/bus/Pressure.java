package de.aktienanalyse.bus;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Whether Redis, or one of several masters, is so full that nothing new should be started. Asked
/// for by the way, at most once a second, so that a command never waits for it.
final class Pressure {
    /// Share of `maxmemory` from which on commands are refused: the rest is for what they led to.
    static final double FULL = 0.8;

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final RedisLink redis;
    private final AtomicLong asked = new AtomicLong(System.nanoTime() - EVERY.toNanos());
    private volatile boolean full;

    Pressure(RedisLink redis) {
        this.redis = redis;
    }

    boolean isFull() {
        long now = System.nanoTime();
        long last = asked.get();
        if (now - last >= EVERY.toNanos() && asked.compareAndSet(last, now)) {
            redis.info("memory")
                    .thenAccept(infos -> full = infos.values().stream().anyMatch(Pressure::isFull));
        }
        return full;
    }

    static boolean isFull(String info) {
        long limit = RedisInfo.number(info, "maxmemory");
        return limit > 0 && RedisInfo.number(info, "used_memory") >= limit * FULL;
    }
}
