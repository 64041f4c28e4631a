package de.aktienanalyse.eventbus.analytics;

import de.aktienanalyse.eventbus.analytics.AnalyticsReport.Percentiles;
import java.util.Arrays;

/// The newest times in a ring, and the sum of all.
final class ProcessingTimes {
    private final long[] ring;
    private long count;
    private long sum;

    ProcessingTimes(int size) {
        ring = new long[size];
    }

    synchronized void add(long microseconds) {
        ring[(int) (count % ring.length)] = microseconds;
        count++;
        sum += microseconds;
    }

    /// In ms; 0 without any.
    synchronized double average() {
        return count == 0 ? 0 : milliseconds(sum) / count;
    }

    Percentiles percentiles() {
        long[] sorted = newest();
        Arrays.sort(sorted);
        return new Percentiles(at(sorted, 50), at(sorted, 95), at(sorted, 99), at(sorted, 100));
    }

    private synchronized long[] newest() {
        return Arrays.copyOf(ring, (int) Math.min(count, ring.length));
    }

    /// Nearest rank: the smallest value that at least so many percent do not exceed.
    private static double at(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = Math.ceilDiv(sorted.length * percent, 100);
        return milliseconds(sorted[rank - 1]);
    }

    private static double milliseconds(long microseconds) {
        return microseconds / 1000.0;
    }
}
