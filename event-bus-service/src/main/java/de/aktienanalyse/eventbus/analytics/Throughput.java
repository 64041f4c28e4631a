package de.aktienanalyse.eventbus.analytics;

/// Events per second over the last full minute, in sixty buckets.
final class Throughput {
    private static final int SECONDS = 60;

    /// One more than reported: the running second is not full yet.
    private final long[] counts = new long[SECONDS + 1];

    private final long[] seconds = new long[SECONDS + 1];

    synchronized void add(long epochSecond) {
        int bucket = (int) Math.floorMod(epochSecond, (long) counts.length);
        if (seconds[bucket] != epochSecond) {
            seconds[bucket] = epochSecond;
            counts[bucket] = 0;
        }
        counts[bucket]++;
    }

    /// @param running how many seconds there has been something to hear; the mean is taken over at
    ///   most 60
    synchronized double perSecond(long epochSecond, long running) {
        long events = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            if (seconds[bucket] < epochSecond && seconds[bucket] >= epochSecond - SECONDS) {
                events += counts[bucket];
            }
        }
        return events / (double) Math.clamp(running, 1, SECONDS);
    }
}
