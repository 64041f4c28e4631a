package de.aktienanalyse.gateway.limits;

import java.util.function.LongSupplier;

/// A rate with a burst: holds `burst` tokens at most and gains `perSecond` of them.
public final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perNano;
    private final double burst;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filledAt;

    /// @param nanoTime a clock that never goes back
    public TokenBucket(double perSecond, int burst, LongSupplier nanoTime) {
        this.perNano = perSecond / NANOS_PER_SECOND;
        this.burst = burst;
        this.nanoTime = nanoTime;
        this.tokens = burst;
        this.filledAt = nanoTime.getAsLong();
    }

    /// Takes a token if there is one.
    public boolean take() {
        return take(1);
    }

    /// Takes so many tokens if they are all there, else none.
    public synchronized boolean take(int count) {
        fill();
        if (tokens < count) {
            return false;
        }
        tokens -= count;
        return true;
    }

    synchronized boolean isFull() {
        fill();
        return tokens >= burst;
    }

    private void fill() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(burst, tokens + (now - filledAt) * perNano);
        filledAt = now;
    }
}
