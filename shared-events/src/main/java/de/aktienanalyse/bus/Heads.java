package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Outbox.Head;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far each partition is: the last number that was given, sent over the link there is now, and
/// confirmed by Redis; and what the database knows of the latter, which is told later, with the
/// next rows or at the next healing.
final class Heads {
    private final Map<String, Head> heads = new LinkedHashMap<>();
    private final Map<String, Long> sent = new HashMap<>();
    private final Map<String, Long> stored = new HashMap<>();

    void load(List<Head> known) {
        heads.clear();
        sent.clear();
        stored.clear();
        saved(known);
    }

    List<Head> all() {
        return List.copyOf(heads.values());
    }

    /// The partition of a row, known or new.
    Head of(Outbox.Row row) {
        return heads.getOrDefault(row.partition(), new Head(row.family(), row.partitionNo(), 0, 0));
    }

    @Nullable Head current(String partition) {
        return heads.get(partition);
    }

    /// They are in the database now.
    void saved(Collection<Head> moved) {
        moved.forEach(head -> {
            heads.put(head.partition(), head);
            stored.put(head.partition(), head.confirmed());
        });
    }

    void confirm(String partition, long number) {
        heads.computeIfPresent(partition, (_, head) -> head.confirmed(number));
    }

    List<Head> unsaved() {
        return heads.values().stream()
                .filter(head -> head.confirmed() != stored.getOrDefault(head.partition(), 0L))
                .toList();
    }

    /// Up to where rows need not be sent: they are on their way, or there.
    long sent(Head head) {
        return Math.max(head.confirmed(), sent.getOrDefault(head.partition(), 0L));
    }

    boolean isBehind(Head head) {
        return sent(head) < head.number();
    }

    boolean anyBehind() {
        return heads.values().stream().anyMatch(this::isBehind);
    }

    void sent(Head head, long number) {
        sent.put(head.partition(), number);
    }

    /// Its turn comes after that of all others.
    void served(Head head) {
        Head current = heads.remove(head.partition());
        heads.put(head.partition(), current == null ? head : current);
    }

    /// Nothing is on its way any more: what is not confirmed is sent again.
    void nothingIsOnItsWay() {
        sent.clear();
    }
}
