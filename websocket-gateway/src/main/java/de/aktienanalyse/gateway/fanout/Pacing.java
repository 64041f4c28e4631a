package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.Writer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives a connection no more values of a key than it asked for: the first at once, then the newest
/// each time its turn comes. Belongs to the writer's thread.
final class Pacing {
    private final Writer writer;
    private final Subscriptions subscriptions;
    private final Map<Connection, Paced> byConnection = new IdentityHashMap<>();

    private static final class Paced {
        private final Map<String, Slot> slots = new HashMap<>();

        /// When the next one's turn comes; null while none waits.
        private @Nullable Long wakesAt;
    }

    private static final class Slot {
        private long toldAt;
        private long interval;
        private @Nullable News held;

        long nextAt() {
            return toldAt + interval;
        }
    }

    Pacing(Writer writer, Subscriptions subscriptions) {
        this.writer = writer;
        this.subscriptions = subscriptions;
    }

    void offer(Connection connection, long interval, News news, String key) {
        Paced paced = byConnection.computeIfAbsent(connection, _ -> new Paced());
        long now = System.nanoTime();
        Slot slot = paced.slots.get(key);
        if (slot == null) {
            slot = new Slot();
            slot.toldAt = now - interval;
            paced.slots.put(key, slot);
        }
        slot.interval = interval;
        if (slot.held == null && slot.nextAt() - now <= 0) {
            tell(connection, slot, news, now);
            return;
        }
        leaveOut(connection, slot);
        slot.held = news;
        wake(connection, paced, slot.nextAt(), now);
    }

    /// What it wants is another: a value that waits is told at once, at another rate or, where it
    /// is not wanted any more, not at all. Else it would come behind a newer one.
    void changed(Connection connection) {
        Paced paced = byConnection.get(connection);
        if (paced == null) {
            return;
        }
        for (Slot slot : paced.slots.values()) {
            News held = slot.held;
            if (held != null) {
                slot.interval = subscriptions.interval(connection, held);
                if (slot.interval == Receivers.NOT) {
                    leaveOut(connection, slot);
                    slot.interval = 0;
                }
            }
        }
        release(connection, paced);
    }

    /// It will be told no more: what waits is told now.
    void end(Connection connection) {
        Paced paced = byConnection.remove(connection);
        if (paced != null) {
            paced.slots.values().forEach(slot -> tellHeld(connection, slot, slot.toldAt));
        }
    }

    void left(Connection connection) {
        byConnection.remove(connection);
    }

    private void release(Connection connection, Paced paced) {
        long now = System.nanoTime();
        Slot first = null;
        Iterator<Slot> slots = paced.slots.values().iterator();
        while (slots.hasNext()) {
            Slot slot = slots.next();
            if (slot.nextAt() - now > 0) {
                boolean earlier = first == null || slot.nextAt() - first.nextAt() < 0;
                first = slot.held != null && earlier ? slot : first;
            } else if (slot.held == null) {
                slots.remove();
            } else {
                tellHeld(connection, slot, now);
            }
        }
        if (first != null) {
            wake(connection, paced, first.nextAt(), now);
        }
    }

    private void wake(Connection connection, Paced paced, long at, long now) {
        Long earlier = paced.wakesAt;
        if (earlier != null && earlier - at <= 0) {
            return;
        }
        Long wakesAt = at;
        paced.wakesAt = wakesAt;
        writer.after(
                at - now,
                () -> {
                    // Only the earliest acts: it sets the next.
                    if (wakesAt.equals(paced.wakesAt) && byConnection.get(connection) == paced) {
                        paced.wakesAt = null;
                        release(connection, paced);
                    }
                });
    }

    private void tellHeld(Connection connection, Slot slot, long now) {
        News held = slot.held;
        if (held != null) {
            slot.held = null;
            tell(connection, slot, held, now);
        }
    }

    private void tell(Connection connection, Slot slot, News news, long now) {
        slot.toldAt = now;
        writer.deliver(connection, news.frame());
    }

    private static void leaveOut(Connection connection, Slot slot) {
        News older = slot.held;
        if (older != null) {
            slot.held = null;
            connection.conflated(older.frame().event(), 1);
        }
    }
}
