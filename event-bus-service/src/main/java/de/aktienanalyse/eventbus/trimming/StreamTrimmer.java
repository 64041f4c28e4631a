package de.aktienanalyse.eventbus.trimming;

import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.models.stream.PendingMessages;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Cuts the streams below the minimum over their groups of the oldest pending entry, else the one
/// behind the last delivered (pitfall 10: never by length alone). The journal is one of the groups,
/// so only what it has is cut.
@Component
class StreamTrimmer {
    /// What stays all the same, per partition, so that browsers can resume.
    static final long KEPT = 10_000;

    private static final Logger log = LoggerFactory.getLogger(StreamTrimmer.class);

    private final RedisLink redis;
    private final Counter trimmed;

    StreamTrimmer(RedisLink redis, MeterRegistry meters) {
        this.redis = redis;
        this.trimmed = meters.counter("aktien_bus_trimmed");
    }

    @Scheduled(initialDelayString = "30s", fixedDelayString = "10s")
    void trim() {
        if (!redis.isOpen()) {
            return;
        }
        try {
            for (String partition : Keys.partitions()) {
                trim(partition, KEPT);
            }
        } catch (RuntimeException e) {
            log.warn("The streams are not trimmed this time: {}", String.valueOf(e.getMessage()));
        }
    }

    /// @return how many entries were cut
    long trim(String partition, long kept) {
        String key = Keys.stream(partition);
        StreamPosition newest = newest(partition);
        if (newest == null || redis.sync().xlen(key) <= kept) {
            return 0;
        }
        StreamPosition bound = newest.minus(kept - 1);
        for (Object group : redis.sync().xinfoGroups(key)) {
            bound = StreamPosition.min(bound, needed(key, fields((List<?>) group)));
        }
        long cut =
                redis.sync().xtrim(key, XTrimArgs.Builder.minId(bound.toString()).exactTrimming());
        trimmed.increment(cut);
        return cut;
    }

    /// The first entry that a group still needs.
    private StreamPosition needed(String key, Map<String, Object> group) {
        String name = text(group.get("name"));
        if (number(group.get("pending")) > 0) {
            PendingMessages pending = redis.sync().xpending(key, name);
            String oldest = pending.getMessageIds().getLower().getValue();
            if (oldest != null) {
                return StreamPosition.of(oldest);
            }
        }
        return StreamPosition.of(text(group.get("last-delivered-id"))).next();
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

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(value);
    }
}
