package de.aktienanalyse.benchmarks.delivery;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/// Says at given rates by plan: what comes late does not move the next, and its lateness counts.
final class Plan {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);

    private Plan() {}

    /// @param say gets the time at which it was planned
    record Part(double perSecond, LongConsumer say) {
        private long due(long begin, long said) {
            return perSecond <= 0 ? Long.MAX_VALUE : begin + (long) (said * 1e9 / perSecond);
        }
    }

    /// @param flush after all that was due by now
    static void run(double seconds, Runnable flush, Part... parts) {
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        long[] said = new long[parts.length];
        for (long now = begin; now < end; now = System.nanoTime()) {
            for (int i = 0; i < parts.length; i++) {
                for (long due; (due = parts[i].due(begin, said[i])) <= now; said[i]++) {
                    parts[i].say().accept(due);
                }
            }
            flush.run();
            LockSupport.parkNanos(TICK);
        }
    }
}
