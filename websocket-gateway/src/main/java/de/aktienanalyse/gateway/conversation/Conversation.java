package de.aktienanalyse.gateway.conversation;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.commands.CommandDesk;
import de.aktienanalyse.gateway.commands.CommandResponse;
import de.aktienanalyse.gateway.fanout.Fanout;
import de.aktienanalyse.gateway.frames.CloseCode;
import de.aktienanalyse.gateway.frames.Frames;
import de.aktienanalyse.gateway.handshake.Visitor;
import de.aktienanalyse.gateway.limits.TokenBucket;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.Frame;
import de.aktienanalyse.gateway.protocol.BadMessage;
import de.aktienanalyse.gateway.protocol.ClientMessage;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import de.aktienanalyse.gateway.protocol.Said;
import de.aktienanalyse.gateway.protocol.ServerMessage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// With one client. Never waits: answers come when they come.
final class Conversation implements Visitor {
    private static final String PROTOCOL = "1.0";

    /// So many messages in a row that were over the limit, and the client has to go.
    private static final int PATIENCE = 200;

    /// So many commands that it may not send, and the client has to go.
    private static final int FORBIDDEN_AT_MOST = 20;

    private final Connection connection;
    private final Actor actor;
    private final TokenBucket messages;
    private final ProtocolCodec codec;
    private final Fanout fanout;
    private final CommandDesk desk;
    private final MeterRegistry metrics;
    private final Clock clock;
    private int refused;
    private int forbidden;

    Conversation(
            Connection connection,
            Actor actor,
            TokenBucket messages,
            ProtocolCodec codec,
            Fanout fanout,
            CommandDesk desk,
            MeterRegistry metrics,
            Clock clock) {
        this.connection = connection;
        this.actor = actor;
        this.messages = messages;
        this.codec = codec;
        this.fanout = fanout;
        this.desk = desk;
        this.metrics = metrics;
        this.clock = clock;
    }

    void welcome() {
        Instant now = clock.instant();
        say(
                "connection.established",
                new Said.ConnectionEstablished(
                        connection.id(), now, connection.displayName(), PROTOCOL),
                null);
    }

    @Override
    public void said(String text) {
        if (!mayGoOn()) {
            if (refused <= PATIENCE) {
                String wait = "Too many messages; wait a second";
                answer(error("rate_limited", wait, null, codec.correlationId(text)));
            }
            return;
        }
        try {
            act(codec.read(text));
        } catch (BadMessage bad) {
            count("bad");
            metrics.counter("aktien.gateway.malformed", "from", "client").increment();
            answer(error(bad.event(), bad.problem(), bad.field(), bad.correlationId()));
        }
    }

    @Override
    public boolean mayGoOn() {
        if (messages.take()) {
            refused = 0;
            return true;
        }
        refused++;
        count("refused");
        if (refused == PATIENCE + 1) {
            connection.close(CloseCode.TOO_MANY, "too many messages");
        }
        return false;
    }

    private void act(ClientMessage message) {
        switch (message) {
            case ClientMessage.Subscribe wish -> {
                count("subscribe");
                fanout.subscribe(connection, wish);
            }
            case ClientMessage.Unsubscribe wish -> {
                count("unsubscribe");
                fanout.unsubscribe(connection, wish);
            }
            case ClientMessage.UserCommand command -> {
                count("command");
                if (desk.forbids(command, actor) && ++forbidden > FORBIDDEN_AT_MOST) {
                    connection.close(CloseCode.FORBIDDEN, "not allowed");
                }
                desk.carryOut(command, actor, connection.id()).thenAccept(this::answer);
            }
            case ClientMessage.Ping ping -> {
                count("ping");
                say("pong", new Said.Pong(clock.instant()), ping.correlationId());
            }
        }
    }

    private void answer(CommandResponse response) {
        answer(
                ServerMessage.of(
                                "command_response",
                                response.command() + ".response",
                                response,
                                clock.instant(),
                                response.correlationId())
                        .to(connection.id()));
    }

    private ServerMessage error(
            String event, String problem, @Nullable String field, @Nullable String correlationId) {
        return ServerMessage.of(
                "error", event, new Said.Problem(problem, field), clock.instant(), correlationId);
    }

    /// In line with the news.
    private void say(String event, Object data, @Nullable String correlationId) {
        ServerMessage message =
                ServerMessage.of("system", event, data, clock.instant(), correlationId);
        connection.send(Frame.every(codec.write(message), event));
    }

    /// Before the news that wait.
    private void answer(ServerMessage message) {
        connection.sendFirst(Frames.text(codec.write(message)));
    }

    private void count(String kind) {
        metrics.counter("aktien.gateway.messages.in", "kind", kind).increment();
    }
}
