package de.aktienanalyse.eventbus.analytics;

import java.time.Instant;
import java.util.SortedMap;

/// The spec's `generate_analytics_report`, since the service started or of a time that was asked
/// for.
///
/// @param totalEvents heard, of all delivery classes
/// @param avgProcessingTime from the envelope's timestamp to hearing it, in ms, of all
/// @param processingTime the same, of the newest few thousand
/// @param errorRate refused messages per message, 0..1
/// @param throughput events per second, over the last minute or over the time asked for
public record AnalyticsReport(
        long totalEvents,
        SortedMap<String, Long> eventsByType,
        SortedMap<String, Long> eventsBySource,
        double avgProcessingTime,
        Percentiles processingTime,
        SortedMap<String, Percentiles> processingTimeByType,
        SortedMap<String, Percentiles> processingTimeBySource,
        double errorRate,
        double throughput,
        Instant since) {

    /// In ms, nearest rank.
    public record Percentiles(double p50, double p95, double p99, double max) {}
}
