package de.aktienanalyse.gateway.conversation;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.access.LiveSockets;
import de.aktienanalyse.gateway.commands.AskedCommands;
import de.aktienanalyse.gateway.commands.CommandDesk;
import de.aktienanalyse.gateway.fanout.Fanout;
import de.aktienanalyse.gateway.handshake.Reception;
import de.aktienanalyse.gateway.handshake.Visitor;
import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Predicate;

/// Receives clients.
public final class Conversations implements Reception {
    private final ProtocolCodec codec;
    private final Fanout fanout;
    private final CommandDesk desk;
    private final AskedCommands asked;
    private final Limits limits;
    private final LiveSockets sockets;
    private final Predicate<String> isAlive;
    private final MeterRegistry metrics;
    private final Clock clock;

    /// @param isAlive whether a login has not ended meanwhile; asked before each command
    public Conversations(
            ProtocolCodec codec,
            Fanout fanout,
            CommandDesk desk,
            AskedCommands asked,
            Limits limits,
            LiveSockets sockets,
            Predicate<String> isAlive,
            MeterRegistry metrics,
            Clock clock) {
        this.codec = codec;
        this.fanout = fanout;
        this.desk = desk;
        this.asked = asked;
        this.limits = limits;
        this.sockets = sockets;
        this.isAlive = isAlive;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Visitor receive(Connection connection, Actor actor) {
        Conversation conversation =
                new Conversation(
                        connection,
                        actor,
                        limits.messages(),
                        () -> isAlive.test(actor.login()),
                        () -> sockets.used(actor.login()),
                        codec,
                        fanout,
                        desk,
                        asked,
                        metrics,
                        clock);
        conversation.welcome();
        return conversation;
    }
}
