package de.aktienanalyse.bus;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Reads the streams and their `meta`.
final class RedisStreamLog implements StreamLog {
    private static final String EPOCH_END = "end:";

    private final RedisLink redis;

    RedisStreamLog(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public CompletableFuture<Map<String, Head>> heads() {
        try {
            Map<String, CompletableFuture<Head>> asked = new LinkedHashMap<>();
            for (String partition : Keys.partitions()) {
                asked.put(
                        partition,
                        redis.async()
                                .hgetall(Keys.meta(partition))
                                .thenApply(meta -> head(partition, meta))
                                .toCompletableFuture());
            }
            return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                    .thenApply(_ -> {
                        Map<String, Head> heads = new HashMap<>();
                        asked.forEach((partition, head) -> heads.put(partition, head.join()));
                        return heads;
                    });
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Head head(String partition, Map<String, byte[]> meta) {
        Map<Long, Long> ends = new HashMap<>();
        meta.forEach((field, value) -> {
            if (field.startsWith(EPOCH_END)) {
                ends.put(Long.parseLong(field.substring(EPOCH_END.length())), number(value));
            }
        });
        byte[] epoch = meta.get("epoch");
        byte[] sequence = meta.get("sequence");
        return new Head(
                epoch == null || sequence == null
                        ? Position.start(partition)
                        : new Position(partition, number(epoch), number(sequence)),
                ends);
    }

    private static long number(byte[] text) {
        return Long.parseLong(new String(text, StandardCharsets.US_ASCII));
    }

    @Override
    public CompletableFuture<List<RawEvent>> after(Position position, int limit) {
        String stream = Keys.stream(position.partition());
        try {
            return redis.async()
                    .xrange(
                            stream,
                            Range.from(
                                    Range.Boundary.excluding(position.entryId()),
                                    Range.Boundary.unbounded()),
                            Limit.from(limit))
                    .thenApply(entries -> events(stream, entries))
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static List<RawEvent> events(
            String stream, List<StreamMessage<String, byte[]>> entries) {
        List<RawEvent> events = new ArrayList<>(entries.size());
        for (StreamMessage<String, byte[]> entry : entries) {
            byte[] json = entry.getBody().get(Keys.EVENT_FIELD);
            if (json != null) {
                events.add(new RawEvent(stream, json));
            }
        }
        return events;
    }
}
