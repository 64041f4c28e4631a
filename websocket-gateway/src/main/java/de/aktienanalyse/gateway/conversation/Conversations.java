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

/// Receives clients.
public final class Conversations implements Reception {
    private final ProtocolCodec codec;
    private final Fanout fanout;
    private final CommandDesk desk;
    private final AskedCommands asked;
    private final Limits limits;
    private final LiveSockets sockets;
    private final MeterRegistry metrics;
    private final Clock clock;

    public Conversations(
            ProtocolCodec codec,
            Fanout fanout,
            CommandDesk desk,
            AskedCommands asked,
            Limits limits,
            LiveSockets sockets,
            MeterRegistry metrics,
            Clock clock) {
        this.codec = codec;
        this.fanout = fanout;
        this.desk = desk;
        this.asked = asked;
        this.limits = limits;
        this.sockets = sockets;
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
