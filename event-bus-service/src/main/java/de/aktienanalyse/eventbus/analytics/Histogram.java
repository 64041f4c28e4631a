package de.aktienanalyse.eventbus.analytics;

import de.aktienanalyse.eventbus.analytics.AnalyticsReport.Percentiles;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Times in buckets that grow with the value: each is at most 1/16 wide, so a percentile is at most
/// 6 % too high. Histograms of minutes add up to those of days.
final class Histogram {
    private static final int SUB = 16;
    private static final int SUB_BITS = 4;

    private final SortedMap<Integer, Long> buckets = new TreeMap<>();
    private long count;
    private long sum;

    synchronized void add(long microseconds) {
        buckets.merge(bucket(microseconds), 1L, Long::sum);
        count++;
        sum += microseconds;
    }

    /// @param sum of the times that `text` holds
    synchronized void add(String text, long sum) {
        if (text.isEmpty()) {
            return;
        }
        for (String bucket : text.split(",")) {
            int colon = bucket.indexOf(':');
            long times = Long.parseLong(bucket.substring(colon + 1));
            buckets.merge(Integer.valueOf(bucket.substring(0, colon)), times, Long::sum);
            count += times;
        }
        this.sum += sum;
    }

    synchronized long count() {
        return count;
    }

    synchronized long sum() {
        return sum;
    }

    /// In ms; 0 without any.
    synchronized double average() {
        return count == 0 ? 0 : sum / 1000.0 / count;
    }

    synchronized Percentiles percentiles() {
        return new Percentiles(at(50), at(95), at(99), at(100));
    }

    /// `bucket:count,…`
    synchronized String text() {
        return buckets.entrySet().stream()
                .map(bucket -> bucket.getKey() + ":" + bucket.getValue())
                .collect(Collectors.joining(","));
    }

    private double at(int percent) {
        if (count == 0) {
            return 0;
        }
        long rank = Math.ceilDiv(count * percent, 100L);
        long passed = 0;
        for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
            passed += bucket.getValue();
            if (passed >= rank) {
                return highest(bucket.getKey()) / 1000.0;
            }
        }
        return highest(buckets.lastKey()) / 1000.0;
    }

    static int bucket(long microseconds) {
        long value = Math.max(0, microseconds);
        if (value < SUB) {
            return (int) value;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(value);
        int sub = (int) (value >> (exponent - SUB_BITS)) & (SUB - 1);
        return (exponent - SUB_BITS + 1) * SUB + sub;
    }

    /// The highest value that falls into a bucket.
    static long highest(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int exponent = bucket / SUB - 1;
        return ((SUB + bucket % SUB + 1L) << exponent) - 1;
    }
}
