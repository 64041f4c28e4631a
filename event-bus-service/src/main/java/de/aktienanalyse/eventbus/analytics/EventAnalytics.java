package de.aktienanalyse.eventbus.analytics;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.eventbus.analytics.AnalyticsReport.Percentiles;
import de.aktienanalyse.events.EventTypes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// Counts everything that passes. Runs on the thread that reads from Redis, so it reads only the
/// head of an envelope: what our services write begins with type, id, time and source.
public final class EventAnalytics {
    private static final String OTHER = "other";

    /// Foreigners name their sources as they like; this bounds what we keep of it.
    private static final int MOST_SOURCES = 200;

    private static final int NEWEST = 4096;
    private static final int NEWEST_PER_TYPE = 512;

    /// A foreign event may tell of last year: that is no processing time.
    private static final Duration PLAUSIBLE = Duration.ofHours(1);

    private final JsonMapper mapper;
    private final Clock clock;
    private final LongSupplier refused;
    private final Instant since;
    private final LongAdder total = new LongAdder();
    private final Map<String, LongAdder> byType = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> bySource = new ConcurrentHashMap<>();
    private final ProcessingTimes times = new ProcessingTimes(NEWEST);
    private final Map<String, ProcessingTimes> timesByType = new ConcurrentHashMap<>();
    private final Throughput throughput = new Throughput();

    /// @param refused how many messages were refused since the start
    public EventAnalytics(EventCodec codec, Clock clock, LongSupplier refused) {
        this.mapper = codec.mapper();
        this.clock = clock;
        this.refused = refused;
        this.since = clock.instant();
    }

    /// Counts what is on the bus; what has no position is not yet.
    public void hear(RawEvent heard) {
        if (heard.position() == null) {
            return;
        }
        Head head = head(heard.json());
        if (head == null) {
            return;
        }
        Instant now = clock.instant();
        String type = EventTypes.byName(head.type).isPresent() ? head.type : OTHER;
        total.increment();
        byType.computeIfAbsent(type, _ -> new LongAdder()).increment();
        bySource.computeIfAbsent(boundedSource(head.source), _ -> new LongAdder()).increment();
        throughput.add(now.getEpochSecond());
        measure(type, head.timestamp, now);
    }

    public AnalyticsReport report() {
        Instant now = clock.instant();
        long heard = total.sum();
        long bad = refused.getAsLong();
        SortedMap<String, Percentiles> percentiles = new TreeMap<>();
        timesByType.forEach((type, each) -> percentiles.put(type, each.percentiles()));
        return new AnalyticsReport(
                heard,
                sums(byType),
                sums(bySource),
                times.average(),
                times.percentiles(),
                percentiles,
                heard + bad == 0 ? 0 : (double) bad / (heard + bad),
                throughput.perSecond(
                        now.getEpochSecond(), Duration.between(since, now).toSeconds()),
                since);
    }

    private void measure(String type, String timestamp, Instant now) {
        try {
            Duration took = Duration.between(Instant.parse(timestamp), now);
            if (took.compareTo(PLAUSIBLE) > 0) {
                return;
            }
            // Clocks of two machines differ: nothing is heard before it was said.
            long microseconds = Math.max(0, took.toNanos() / 1000);
            times.add(microseconds);
            timesByType
                    .computeIfAbsent(type, _ -> new ProcessingTimes(NEWEST_PER_TYPE))
                    .add(microseconds);
        } catch (DateTimeParseException | ArithmeticException e) {
            // Not written by us; it is counted all the same.
        }
    }

    private String boundedSource(String source) {
        return bySource.containsKey(source) || bySource.size() < MOST_SOURCES ? source : OTHER;
    }

    private static SortedMap<String, Long> sums(Map<String, LongAdder> counts) {
        SortedMap<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    private record Head(String type, String timestamp, String source) {}

    private @Nullable Head head(byte[] json) {
        String type = null;
        String timestamp = null;
        String source = null;
        try (JsonParser parser = mapper.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while ((type == null || timestamp == null || source == null)
                    && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value != JsonToken.VALUE_STRING) {
                    parser.skipChildren();
                    continue;
                }
                switch (name) {
                    case "event_type" -> type = parser.getString();
                    case "timestamp" -> timestamp = parser.getString();
                    case "source" -> source = parser.getString();
                    default -> {}
                }
            }
        } catch (JacksonException e) {
            return null;
        }
        return type == null || timestamp == null || source == null
                ? null
                : new Head(type, timestamp, source);
    }
}
