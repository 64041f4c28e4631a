package de.aktienanalyse.eventbus.analytics;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.eventbus.analytics.AnalyticsReport.Percentiles;
import de.aktienanalyse.events.EventTypes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
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
    private static final int NEWEST_OF_EACH = 512;

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
    private final Map<String, ProcessingTimes> timesBySource = new ConcurrentHashMap<>();
    private final Map<MinuteBook.Cell, Minute> minutes = new HashMap<>();
    private long refusedTaken;
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
        String source = boundedSource(head.source);
        bySource.computeIfAbsent(source, _ -> new LongAdder()).increment();
        throughput.add(now.getEpochSecond());
        measure(type, source, head.timestamp, now);
    }

    public AnalyticsReport report() {
        Instant now = clock.instant();
        long heard = total.sum();
        long bad = refused.getAsLong();
        return new AnalyticsReport(
                heard,
                sums(byType),
                sums(bySource),
                times.average(),
                times.percentiles(),
                percentiles(timesByType),
                percentiles(timesBySource),
                heard + bad == 0 ? 0 : (double) bad / (heard + bad),
                throughput.perSecond(
                        now.getEpochSecond(), Duration.between(since, now).toSeconds()),
                since);
    }

    /// What passed since the last call; whoever calls keeps it.
    Map<MinuteBook.Cell, MinuteBook.Counted> takeMinutes() {
        synchronized (minutes) {
            Map<MinuteBook.Cell, MinuteBook.Counted> taken = new HashMap<>();
            minutes.forEach((cell, minute) ->
                    taken.put(cell, new MinuteBook.Counted(minute.events, minute.times)));
            minutes.clear();
            return taken;
        }
    }

    /// How many were refused since the last call.
    synchronized long takeRefused() {
        long sum = refused.getAsLong();
        long taken = sum - refusedTaken;
        refusedTaken = sum;
        return taken;
    }

    private void measure(String type, String source, String timestamp, Instant now) {
        long took = took(timestamp, now);
        var cell = new MinuteBook.Cell(now.getEpochSecond() / 60, type, source);
        synchronized (minutes) {
            Minute minute = minutes.computeIfAbsent(cell, _ -> new Minute());
            minute.events++;
            if (took >= 0) {
                minute.times.add(took);
            }
        }
        if (took >= 0) {
            times.add(took);
            newest(timesByType, type).add(took);
            newest(timesBySource, source).add(took);
        }
    }

    private static ProcessingTimes newest(Map<String, ProcessingTimes> times, String name) {
        return times.computeIfAbsent(name, _ -> new ProcessingTimes(NEWEST_OF_EACH));
    }

    /// In microseconds; -1 when it cannot be told, as of what was not written by us.
    private static long took(String timestamp, Instant now) {
        try {
            Duration took = Duration.between(Instant.parse(timestamp), now);
            // Clocks of two machines differ: nothing is heard before it was said.
            return took.compareTo(PLAUSIBLE) > 0 ? -1 : Math.max(0, took.toNanos() / 1000);
        } catch (DateTimeParseException | ArithmeticException e) {
            return -1;
        }
    }

    private String boundedSource(String source) {
        return bySource.containsKey(source) || bySource.size() < MOST_SOURCES ? source : OTHER;
    }

    private static SortedMap<String, Percentiles> percentiles(Map<String, ProcessingTimes> times) {
        SortedMap<String, Percentiles> percentiles = new TreeMap<>();
        times.forEach((name, each) -> percentiles.put(name, each.percentiles()));
        return percentiles;
    }

    private static SortedMap<String, Long> sums(Map<String, LongAdder> counts) {
        SortedMap<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }

    private static final class Minute {
        private final Histogram times = new Histogram();
        private long events;
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
