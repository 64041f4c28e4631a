package de.aktienanalyse.gateway.outbound;

import de.aktienanalyse.gateway.frames.CloseCode;
import de.aktienanalyse.gateway.frames.Frames;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks at each connection once a second, so that a dead or stuck one ends even when nobody sends
/// to it. Runs on the writer's thread.
final class Watchdog {
    private static final int SILENCES_UNTIL_DEAD = 3;

    private final Writer writer;
    private final Closing closing;
    private final long writeTimeout;
    private final long silence;

    Watchdog(Writer writer, Closing closing, OutboundProperties properties) {
        this.writer = writer;
        this.closing = closing;
        this.writeTimeout = properties.writeTimeout().toNanos();
        this.silence = Math.max(1, properties.silence().toSeconds());
    }

    /// Looks at all of them, and lets the audience do what it does each second.
    OutboundMetrics.Queues beat(
            Collection<Connection> connections, @Nullable Audience audience, long now) {
        if (audience != null) {
            audience.beat();
        }
        int all = 0;
        int most = 0;
        for (Connection connection : List.copyOf(connections)) {
            int waiting = connection.queue.waiting();
            all += waiting;
            most = Math.max(most, waiting);
            look(connection, now);
            if (audience != null && !connection.gone && connection.closing == null) {
                audience.beat(connection, connection.beats);
            }
        }
        return new OutboundMetrics.Queues(all, most);
    }

    private void look(Connection connection, long now) {
        connection.beats++;
        if (connection.closing != null) {
            if (now - connection.closeBy >= 0) {
                writer.end(connection);
            }
        } else if (connection.blocked) {
            lookAtWrite(connection, now);
        } else {
            lookAtSilence(connection);
            if (connection.queue.hasConflated()) {
                writer.markDirty(connection);
            }
        }
    }

    /// Looks at the buffer while the poller writes from it: a value that is a little old does no
    /// harm.
    private void lookAtWrite(Connection connection, long now) {
        ByteBuffer pending = connection.pending;
        int unwritten = pending == null ? 0 : pending.remaining();
        if (unwritten != connection.unwritten) {
            connection.unwritten = unwritten;
            connection.progressAt = now;
        } else if (now - connection.progressAt >= writeTimeout) {
            closing.endStuck(connection);
        }
    }

    private void lookAtSilence(Connection connection) {
        if (connection.takeHeard()) {
            connection.silentBeats = 0;
            return;
        }
        connection.silentBeats++;
        if (connection.silentBeats >= silence * SILENCES_UNTIL_DEAD) {
            closing.close(connection, CloseCode.SILENT, "nothing heard");
        } else if (connection.silentBeats % silence == 0) {
            writer.deliverFirst(connection, Frames.ping());
        }
    }
}
