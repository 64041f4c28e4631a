package de.aktienanalyse.gateway.handshake;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.access.LiveSockets;
import de.aktienanalyse.gateway.audit.Refusals;
import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.Socket;
import de.aktienanalyse.gateway.outbound.Writer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Lets a socket in and out: makes its id, tells the writer and the reception.
final class Doorman {
    private final Writer writer;
    private final Reception reception;
    private final Limits limits;
    private final LiveSockets sockets;
    private final Refusals refusals;

    Doorman(
            Writer writer,
            Reception reception,
            Limits limits,
            LiveSockets sockets,
            Refusals refusals) {
        this.refusals = refusals;
        this.writer = writer;
        this.reception = reception;
        this.limits = limits;
        this.sockets = sockets;
    }

    Connection letIn(Actor actor, Socket socket, String remote, @Nullable String displayName) {
        // A random one: who guesses an id could claim to be it.
        String id = UUID.randomUUID().toString();
        Connection connection = new Connection(id, remote, displayName, socket, writer);
        connection.belongsTo(actor.id());
        writer.welcome(connection);
        sockets.opened(actor, connection);
        return connection;
    }

    Visitor introduce(Connection connection, Actor actor) {
        return reception.receive(connection, actor);
    }

    /// @param connection null when it broke before it was let in
    void letOut(Actor actor, String remote, @Nullable Connection connection) {
        limits.disconnected(remote, actor.id());
        if (connection != null) {
            sockets.closed(actor, connection);
            connection.left();
            refusals.over(actor, connection);
        }
    }
}
