package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.Frame;
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
    private final Map<Connection, Paced> byConnection = new IdentityHashMap<>();

    private static final class Paced {
        private final Map<String, Slot> slots = new HashMap<>();
        private boolean timed;
    }

    private static final class Slot {
        private long interval;
        private long nextAt;
        private @Nullable Frame held;
    }

    Pacing(Writer writer) {
        this.writer = writer;
    }

    void offer(Connection connection, long interval, Frame frame, String key) {
        Paced paced = byConnection.computeIfAbsent(connection, _ -> new Paced());
        long now = System.nanoTime();
        Slot slot = paced.slots.get(key);
        if (slot == null) {
            slot = new Slot();
            slot.nextAt = now;
            paced.slots.put(key, slot);
        }
        slot.interval = interval;
        Frame older = slot.held;
        if (older == null && slot.nextAt - now <= 0) {
            slot.nextAt = now + interval;
            writer.deliver(connection, frame);
            return;
        }
        if (older != null) {
            connection.conflated(older.event());
        }
        slot.held = frame;
        if (!paced.timed) {
            paced.timed = true;
            writer.after(slot.nextAt - now, () -> release(connection, paced));
        }
    }

    private void release(Connection connection, Paced paced) {
        paced.timed = false;
        if (connection.isGone()) {
            return;
        }
        long now = System.nanoTime();
        long next = Long.MAX_VALUE;
        Iterator<Slot> slots = paced.slots.values().iterator();
        while (slots.hasNext()) {
            Slot slot = slots.next();
            Frame held = slot.held;
            long left = slot.nextAt - now;
            if (held == null) {
                if (left <= 0) {
                    slots.remove();
                }
            } else if (left > 0) {
                next = Math.min(next, left);
            } else {
                slot.held = null;
                slot.nextAt = now + slot.interval;
                writer.deliver(connection, held);
            }
        }
        if (next != Long.MAX_VALUE) {
            paced.timed = true;
            writer.after(next, () -> release(connection, paced));
        }
    }

    void left(Connection connection) {
        byConnection.remove(connection);
    }
}
