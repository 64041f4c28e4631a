package de.aktienanalyse.benchmarks.delivery;

import org.HdrHistogram.Histogram;

/// Times in tables.
final class Times {
    private Times() {}

    /// p50 and p99.
    static String ms(Histogram histogram) {
        return ms(histogram, 50) + " / " + ms(histogram, 99);
    }

    static String ms(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0
                ? "–"
                : "%.1f".formatted(histogram.getValueAtPercentile(percentile) / 1e6);
    }
}
