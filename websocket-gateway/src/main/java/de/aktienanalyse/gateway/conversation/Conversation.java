package de.aktienanalyse.gateway.conversation;

import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.commands.AskedCommands;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// With one client. Never waits: answers come when they come.
final class Conversation implements Visitor {
    private static final String PROTOCOL = "1.0";

    /// So many messages in a row that were over the limit, and the client has to go.
    private static final int PATIENCE = 200;

    /// So many messages in a row that are none, and the client has to go: it speaks another
    /// language.
    private static final int BAD_AT_MOST = 100;

    /// So many commands that it may not send, and the client has to go.
    private static final int FORBIDDEN_AT_MOST = 20;

    private final Connection connection;
    private final Actor actor;
    private final TokenBucket messages;
    private final BooleanSupplier isLoggedIn;
    private final Runnable used;
    private final ProtocolCodec codec;
    private final Fanout fanout;
    private final CommandDesk desk;
    private final AskedHere asked;
    private final MeterRegistry metrics;
    private final Clock clock;

    private int refused;
    private int forbidden;
    private int bad;

    /// @param isLoggedIn whether its login has not ended meanwhile, anywhere
    /// @param used told when the user does something
    Conversation(
            Connection connection,
            Actor actor,
            TokenBucket messages,
            BooleanSupplier isLoggedIn,
            Runnable used,
            ProtocolCodec codec,
            Fanout fanout,
            CommandDesk desk,
            AskedCommands asked,
            MeterRegistry metrics,
            Clock clock) {
        this.connection = connection;
        this.actor = actor;
        this.messages = messages;
        this.isLoggedIn = isLoggedIn;
        this.used = used;
        this.codec = codec;
        this.fanout = fanout;
        this.desk = desk;
        // Unguessable, since who has the token gets its owner's answers.
        String token = UUID.randomUUID().toString();
        this.asked = new AskedHere(asked, token, clock, id -> expect(id, null));
        this.metrics = metrics;
        this.clock = clock;
    }

    void welcome() {
        Instant now = clock.instant();
        ServerMessage message =
                ServerMessage.of(
                        "system",
                        "connection.established",
                        new Said.ConnectionEstablished(
                                connection.id(),
                                now,
                                connection.displayName(),
                                PROTOCOL,
                                asked.token()),
                        now,
                        null);
        connection.send(Frame.every(codec.write(message), message.event()));
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
        asked.heard();
        try {
            ClientMessage message = codec.read(text);
            bad = 0;
            act(message);
        } catch (BadMessage e) {
            count("bad");
            metrics.counter("aktien.gateway.malformed", "from", "client").increment();
            answer(error(e.event(), e.problem(), e.field(), e.correlationId()));
            if (++bad > BAD_AT_MOST) {
                connection.close(CloseCode.POLICY, "no messages of this protocol");
            }
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
                subscribe(wish, wish.resumeToken());
            }
            case ClientMessage.Unsubscribe wish -> {
                count("unsubscribe");
                fanout.unsubscribe(connection, wish);
            }
            case ClientMessage.UserCommand command -> {
                count("command");
                if (!isLoggedIn.getAsBoolean()) {
                    // By another gateway, or just now: whoever ends sockets has not come to it.
                    connection.close(CloseCode.LOG_IN_AGAIN, "log in again");
                    return;
                }
                if (desk.changesSomething(command)) {
                    // Not what only asks: an open page does that by itself.
                    used.run();
                }
                if (desk.forbids(command, actor) && ++forbidden > FORBIDDEN_AT_MOST) {
                    connection.close(CloseCode.FORBIDDEN, "not allowed");
                }
                desk.carryOut(command, actor, connection.id(), this::expect)
                        .thenAccept(response -> response.ifPresent(this::answer));
            }
            case ClientMessage.Ping ping -> {
                count("ping");
                fanout.pong(connection, ping.correlationId());
            }
        }
    }

    private void subscribe(ClientMessage.Subscribe wish, @Nullable String earlier) {
        if (earlier == null) {
            fanout.subscribe(connection, wish);
            return;
        }
        CompletableFuture<?> inheriting = asked.askedBy(earlier);
        if (inheriting == null) {
            String problem = "names one earlier connection too many";
            String id = wish.correlationId();
            answer(error("invalid_subscription", problem, "data.resume_token", id));
        } else {
            fanout.subscribe(connection, wish, inheriting);
        }
    }

    /// The outcome comes as an event, here or where the client has gone meanwhile.
    private void expect(CommandEnvelope<?> command) {
        asked.ask(command.commandId());
        expect(command.commandId(), command.correlationId());
    }

    private void expect(String commandId, @Nullable String correlationId) {
        fanout.expect(connection, actor.id(), commandId, correlationId, asked::told);
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

    /// Before the news that wait.
    private void answer(ServerMessage message) {
        connection.sendFirst(Frames.text(codec.write(message)));
    }

    private void count(String kind) {
        metrics.counter("aktien.gateway.messages.in", "kind", kind).increment();
    }
}
