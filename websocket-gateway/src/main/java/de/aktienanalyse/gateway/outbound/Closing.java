package de.aktienanalyse.gateway.outbound;

import de.aktienanalyse.gateway.frames.CloseCode;
import de.aktienanalyse.gateway.frames.Frames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How connections end: the close frame, and who does not answer it. On the writer's thread.
final class Closing {
    private static final Logger log = LoggerFactory.getLogger(Closing.class);

    private final Writer writer;
    private final OutboundProperties properties;
    private final OutboundMetrics metrics;

    Closing(Writer writer, OutboundProperties properties, OutboundMetrics metrics) {
        this.writer = writer;
        this.properties = properties;
        this.metrics = metrics;
    }

    void close(Connection connection, CloseCode code, String reason) {
        closeWith(
                connection, code, Frames.close(code, reason), properties.closeTimeout().toNanos());
    }

    /// @param patience how long the client may take to close its side after it got our close frame
    void closeWith(Connection connection, CloseCode code, byte[] closeFrame, long patience) {
        if (connection.gone) {
            return;
        }
        if (connection.closing == null) {
            connection.closing = code;
            metrics.closed(code);
            connection.queue.endWith(closeFrame);
            connection.closeBy = System.nanoTime() + patience;
            writer.markDirty(connection);
        } else {
            // The client answered our close frame: nothing more to wait for.
            connection.closeBy = System.nanoTime();
            endIfClosed(connection);
        }
    }

    /// Says `code` behind all that waits; whoever comes from now on is told at once.
    void closeBehind(Connection connection, CloseCode code, String reason) {
        if (connection.gone || connection.closing != null) {
            return;
        }
        Audience audience = writer.audience;
        if (audience != null) {
            audience.ends(connection);
            if (connection.queue.hasConflated()) {
                byte[] message = audience.conflated(connection.queue.takeConflated());
                connection.queue.endBehind(Frames.text(message));
            }
        }
        connection.closing = code;
        metrics.closed(code);
        connection.queue.endBehind(Frames.close(code, reason));
        connection.closeBy = System.nanoTime() + properties.linger().toNanos();
        writer.markDirty(connection);
    }

    /// Ends a connection for which too much waits. What it is being sent goes out first, so one
    /// that still reads sees the close frame.
    void endSlow(Connection connection, String why) {
        slow(connection, why);
        close(connection, CloseCode.SLOW, "too slow, resume");
    }

    /// Ends a connection that has read nothing for long: no close frame would come through.
    void endStuck(Connection connection) {
        slow(connection, "nothing could be written");
        metrics.closed(CloseCode.SLOW);
        writer.end(connection);
    }

    private void slow(Connection connection, String why) {
        metrics.slowClose();
        log.info("{} is too slow: {}", connection, why);
    }

    void endIfClosed(Connection connection) {
        if (connection.closing != null
                && !connection.gone
                && !connection.blocked
                && connection.queue.isEmpty()
                && System.nanoTime() - connection.closeBy >= 0) {
            writer.end(connection);
        }
    }
}
