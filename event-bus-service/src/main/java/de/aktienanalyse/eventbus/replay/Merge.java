package de.aktienanalyse.eventbus.replay;

import de.aktienanalyse.eventbus.journal.EventJournal;
import de.aktienanalyse.eventbus.journal.JournalEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The journal's partitions side by side: each in its own order, which is that of every subject,
/// and of their heads the one that occurred first.
final class Merge {
    private static final int AHEAD = 200;

    private final EventJournal journal;
    private final Replay replay;
    private final Map<String, String> told;
    private final Map<String, Deque<JournalEntry>> ahead = new TreeMap<>();

    Merge(EventJournal journal, Replay replay) {
        this.journal = journal;
        this.replay = replay;
        this.told = replay.progress();
        journal.places(replay.query()).forEach(place -> ahead.put(place, new ArrayDeque<>()));
        List.copyOf(ahead.keySet()).forEach(this::fill);
    }

    @Nullable JournalEntry peek() {
        JournalEntry first = null;
        for (Deque<JournalEntry> entries : ahead.values()) {
            JournalEntry head = entries.peek();
            if (head != null && (first == null || head.occurredAt().isBefore(first.occurredAt()))) {
                first = head;
            }
        }
        return first;
    }

    /// The next one was told.
    void advance(JournalEntry entry) {
        String place = entry.position().substring(0, entry.position().indexOf('@'));
        told.put(place, entry.position().substring(place.length() + 1));
        Deque<JournalEntry> entries = ahead.getOrDefault(place, new ArrayDeque<>());
        entries.poll();
        if (entries.isEmpty()) {
            fill(place);
        }
    }

    Map<String, String> told() {
        return Map.copyOf(told);
    }

    private void fill(String place) {
        String last = told.getOrDefault(place, "0-0");
        int dash = last.indexOf('-');
        List<JournalEntry> next =
                new ArrayList<>(
                        journal.behind(
                                place,
                                Long.parseLong(last.substring(0, dash)),
                                Long.parseLong(last.substring(dash + 1)),
                                replay.query(),
                                AHEAD));
        if (next.isEmpty()) {
            ahead.remove(place);
        } else {
            ahead.put(place, new ArrayDeque<>(next));
        }
    }
}
