package de.aktienanalyse.bus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// What the bus in memory keeps, by partition.
record MemoryLog(Map<String, List<RawEvent>> kept) implements StreamLog {

    static void keep(Map<String, List<RawEvent>> kept, RawEvent raw) {
        Position position = positionOf(raw);
        if (position != null) {
            kept.computeIfAbsent(position.partition(), _ -> new CopyOnWriteArrayList<>()).add(raw);
        }
    }

    @Override
    public CompletableFuture<Map<String, Head>> heads() {
        Map<String, Head> heads = new HashMap<>();
        for (String partition : Keys.partitions()) {
            Position end = Position.start(partition);
            for (RawEvent raw : kept.getOrDefault(partition, List.of())) {
                Position position = positionOf(raw);
                if (position != null && position.isAfter(end)) {
                    end = position;
                }
            }
            heads.put(partition, new Head(end, Map.of()));
        }
        return CompletableFuture.completedFuture(heads);
    }

    @Override
    public CompletableFuture<List<RawEvent>> after(Position from, int limit) {
        return CompletableFuture.completedFuture(
                kept.getOrDefault(from.partition(), List.of()).stream()
                        .filter(raw -> {
                            Position position = positionOf(raw);
                            return position != null && position.isAfter(from);
                        })
                        .limit(limit)
                        .toList());
    }

    private static @Nullable Position positionOf(RawEvent raw) {
        String text = raw.position();
        return text == null ? null : Position.parse(text);
    }
}
