package de.aktienanalyse.benchmarks.stage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for conditions.
public final class Waiting {
    private Waiting() {}

    public static void until(String what, int seconds, BooleanSupplier condition) {
        if (!holds(seconds, condition)) {
            throw new IllegalStateException("Not within %d s: %s".formatted(seconds, what));
        }
    }

    /// @return whether the condition came true within the bound
    public static boolean holds(int seconds, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return true;
    }
}
