package de.aktienanalyse.eventbus.trimming;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.eventbus.redis.RedisDesk;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.SystemEvent.PerformanceAlertRaised;
import de.aktienanalyse.events.SystemEvent.PerformanceAlertType;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.models.stream.PendingMessages;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Cuts the streams below the minimum over their groups of the oldest pending entry, else the one
/// behind the last delivered (pitfall 10: never by length alone). The journal is one of the groups,
/// so only what it has is cut; where it is missing, nothing is.
///
/// A group that lags for a day, or while the streams fill a quarter of the memory, is no reason any
/// more: it is marked as behind, the owner is told, and it catches up from the journal. So an
/// absent target never stops the rest.
@Component
class StreamTrimmer {
    /// What stays all the same, per partition, so that browsers can resume.
    static final long KEPT = 10_000;

    static final Duration PATIENCE = Duration.ofHours(24);

    /// Share of a master's `maxmemory` that its streams may take.
    static final double SHARE = 0.25;

    static final String JOURNAL = "event-bus-service.journal";

    /// Mark and place in one step: a mark without its place would send the group through the whole
    /// journal, a place without its mark would be taken for the next mark's.
    private static final String LEAVE =
            """
            if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
              redis.call('HSET', KEYS[1], ARGV[2], ARGV[4])
            end
            return redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
            """;

    private static final StreamPosition BEGIN = new StreamPosition(0, 0);

    private static final SortedSet<String> NOBODY = Collections.emptySortedSet();

    private static final Logger log = LoggerFactory.getLogger(StreamTrimmer.class);

    private final RedisLink redis;
    private final RedisDesk desk;
    private final KnownGroups known;
    private final JournalPlaces journal;
    private final EventBus bus;
    private final Clock clock;
    private final Counter trimmed;

    StreamTrimmer(
            RedisLink redis,
            RedisDesk desk,
            KnownGroups known,
            JournalPlaces journal,
            EventBus bus,
            Clock clock,
            MeterRegistry meters) {
        this.redis = redis;
        this.desk = desk;
        this.known = known;
        this.journal = journal;
        this.bus = bus;
        this.clock = clock;
        this.trimmed = meters.counter("aktien_bus_trimmed");
    }

    @Scheduled(initialDelayString = "30s", fixedDelayString = "10s")
    void trim() {
        if (!redis.isOpen()) {
            return;
        }
        try {
            Map<String, Long> maxMemory = new HashMap<>();
            desk.memories().forEach((master, memory) -> maxMemory.put(master, memory.maxBytes()));
            trimAll(KEPT, maxMemory);
        } catch (RuntimeException e) {
            log.warn("The streams are not trimmed this time: {}", String.valueOf(e.getMessage()));
        }
    }

    /// @param maxMemory of each master
    void trimAll(long kept, Map<String, Long> maxMemory) {
        Map<String, SortedSet<String>> groups = known.byFamily();
        for (String partition : Keys.partitions()) {
            keepFor(groups.getOrDefault(EventTypes.familyOf(partition), NOBODY), partition);
            trim(partition, kept);
            trimOverdue(partition);
        }
        Map<String, List<String>> partitions =
                Keys.partitions().stream().collect(Collectors.groupingBy(redis::masterOf));
        maxMemory.forEach((master, bytes) ->
                shrink(partitions.getOrDefault(master, List.of()), bytes * SHARE));
    }

    /// Cuts the streams of a master that take more than they may.
    private void shrink(List<String> partitions, double allowed) {
        Map<String, Long> sizes = new HashMap<>();
        for (String partition : partitions) {
            Long bytes = redis.sync().memoryUsage(Keys.stream(partition));
            sizes.put(partition, bytes == null ? 0 : bytes);
        }
        long total = sizes.values().stream().mapToLong(Long::longValue).sum();
        if (allowed > 0 && total > allowed) {
            sizes.forEach((partition, bytes) -> shrink(partition, allowed / total));
        }
    }

    /// Makes the groups that Redis lost, so that nothing is cut that they have not had.
    private void keepFor(SortedSet<String> groups, String partition) {
        if (!needs(partition).keySet().containsAll(groups)) {
            groups.forEach(group -> redis.makeGroup(Keys.stream(partition), group));
        }
    }

    /// @return how many entries were cut
    long trim(String partition, long kept) {
        String key = Keys.stream(partition);
        StreamPosition newest = newest(partition);
        if (newest == null || redis.sync().xlen(key) <= kept) {
            return 0;
        }
        Map<String, StreamPosition> needs = needs(partition);
        if (!needs.containsKey(JOURNAL)) {
            return 0;
        }
        StreamPosition bound = newest.minus(kept - 1);
        for (StreamPosition needed : needs.values()) {
            bound = StreamPosition.min(bound, needed);
        }
        return cut(key, bound);
    }

    /// Cuts what some group has left lying for too long.
    private void trimOverdue(String partition) {
        StreamPosition needed =
                needs(partition).values().stream().min(StreamPosition::compareTo).orElse(null);
        if (needed == null) {
            return;
        }
        Instant limit = clock.instant().minus(PATIENCE);
        boolean overdue =
                journal.firstAt(partition, needed.previous())
                        .filter(at -> at.isBefore(limit))
                        .isPresent();
        if (overdue) {
            StreamPosition newest = newest(partition);
            journal.firstSince(partition, needed.previous(), limit)
                    .or(() -> Optional.ofNullable(newest).map(StreamPosition::next))
                    .ifPresent(bound -> cutWithout(partition, bound));
        }
    }

    private void shrink(String partition, double share) {
        StreamPosition newest = newest(partition);
        if (newest != null) {
            long kept = (long) (redis.sync().xlen(Keys.stream(partition)) * share);
            cutWithout(partition, newest.minus(kept - 1));
        }
    }

    /// Cuts all the same, but never what the journal has not. Whoever needed it is marked before
    /// the cut.
    ///
    /// @return how many entries were cut
    long cutWithout(String partition, StreamPosition wanted) {
        String key = Keys.stream(partition);
        Map<String, StreamPosition> needs = needs(partition);
        StreamPosition journaled = needs.get(JOURNAL);
        if (journaled == null || first(key) == null) {
            return 0;
        }
        StreamPosition bound = StreamPosition.min(wanted, journaled);
        needs.forEach((group, needed) -> {
            if (needed.compareTo(bound) < 0) {
                leaveBehind(group, partition, needed, bound);
            }
        });
        return cut(key, bound);
    }

    private void leaveBehind(
            String group, String partition, StreamPosition needed, StreamPosition bound) {
        String hash = Keys.behind(group);
        // Where it stood when it was first left behind: what it does meanwhile comes on top.
        Long added =
                redis.sync()
                        .eval(
                                LEAVE,
                                ScriptOutputType.INTEGER,
                                new String[] {hash},
                                bytes(partition),
                                bytes(Keys.behindAfter(partition)),
                                bytes(bound.previous().toString()),
                                bytes(needed.previous().toString()));
        if (added == 1) {
            log.error("{} lags on {}: it must catch up from the journal", group, partition);
            bus.publish(
                    new PerformanceAlertRaised(
                            PerformanceAlertType.CONSUMER_LAG,
                            group,
                            "behind",
                            bound.sequence() - needed.sequence(),
                            0,
                            Severity.CRITICAL,
                            clock.instant()));
        }
    }

    private long cut(String key, StreamPosition bound) {
        long cut =
                redis.sync().xtrim(key, XTrimArgs.Builder.minId(bound.toString()).exactTrimming());
        trimmed.increment(cut);
        return cut;
    }

    /// The first entry that each group still needs from the stream. What one that is behind gets
    /// from the journal is not among them.
    private Map<String, StreamPosition> needs(String partition) {
        String key = Keys.stream(partition);
        Map<String, StreamPosition> needs = new HashMap<>();
        if (redis.sync().exists(key) == 1) {
            for (Object flat : redis.sync().xinfoGroups(key)) {
                Map<String, Object> group = fields((List<?>) flat);
                String name = text(group.get("name"));
                StreamPosition needed = needed(key, group);
                byte[] behind = redis.sync().hget(Keys.behind(name), partition);
                needs.put(
                        name,
                        behind == null
                                ? needed
                                : StreamPosition.max(
                                        needed, StreamPosition.of(text(behind)).next()));
            }
        }
        return needs;
    }

    private StreamPosition needed(String key, Map<String, Object> group) {
        if (number(group.get("pending")) > 0) {
            PendingMessages pending = redis.sync().xpending(key, text(group.get("name")));
            String oldest = pending.getMessageIds().getLower().getValue();
            if (oldest != null) {
                return StreamPosition.of(oldest);
            }
        }
        StreamPosition delivered = StreamPosition.of(text(group.get("last-delivered-id")));
        // One that had nothing yet begins with the stream. Left behind before that, it would get
        // the journal from its first day on, which is longer ago than the inbox marks go back.
        StreamPosition first = delivered.equals(BEGIN) ? first(key) : null;
        return first == null ? delivered.next() : first;
    }

    private @Nullable StreamPosition first(String key) {
        List<StreamMessage<String, byte[]>> oldest =
                redis.sync().xrange(key, Range.unbounded(), Limit.from(1));
        return oldest.isEmpty() ? null : StreamPosition.of(oldest.getFirst().getId());
    }

    private @Nullable StreamPosition newest(String partition) {
        byte[] epoch = redis.sync().hget(Keys.meta(partition), "epoch");
        byte[] sequence = redis.sync().hget(Keys.meta(partition), "sequence");
        return epoch == null || sequence == null
                ? null
                : new StreamPosition(Long.parseLong(text(epoch)), Long.parseLong(text(sequence)));
    }

    private static Map<String, Object> fields(List<?> flat) {
        Map<String, Object> fields = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put(text(flat.get(i)), flat.get(i + 1));
        }
        return fields;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Long number ? number : 0;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(value);
    }
}
