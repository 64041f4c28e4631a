package de.aktienanalyse.gateway.streaming;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.access.LiveSockets;
import de.aktienanalyse.gateway.audit.Refusals;
import de.aktienanalyse.gateway.fanout.Fanout;
import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.Frame;
import de.aktienanalyse.gateway.outbound.Socket;
import de.aktienanalyse.gateway.outbound.Wire;
import de.aktienanalyse.gateway.outbound.Writer;
import de.aktienanalyse.gateway.protocol.BadMessage;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import de.aktienanalyse.gateway.protocol.Said;
import de.aktienanalyse.gateway.protocol.ServerMessage;
import de.aktienanalyse.gateway.rest.Caller;
import de.aktienanalyse.gateway.rest.Refusal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Events by HTTP: as a stream, or one poll after the other.
@RestController
@RequestMapping("/api/events")
class EventController {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /// A poll that began just now gathers for so long: who polls again as soon as it is answered
    /// stays below the limit for reads however much there is.
    private static final Duration GATHER = Duration.ofMillis(100);

    private final EventRequest requests;
    private final Writer writer;
    private final Fanout fanout;
    private final Limits limits;
    private final LiveSockets sockets;
    private final Refusals refusals;
    private final EventCodec codec;
    private final ProtocolCodec protocol;
    private final Clock clock;

    EventController(
            EventRequest requests,
            Writer writer,
            Fanout fanout,
            Limits limits,
            LiveSockets sockets,
            Refusals refusals,
            EventCodec codec,
            ProtocolCodec protocol,
            Clock clock) {
        this.refusals = refusals;
        this.requests = requests;
        this.writer = writer;
        this.fanout = fanout;
        this.limits = limits;
        this.sockets = sockets;
        this.codec = codec;
        this.protocol = protocol;
        this.clock = clock;
    }

    @GetMapping("/stream")
    void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        open(request, response, requests.stream(request));
    }

    /// For clients that read a stream by themselves: each of several subscriptions with filters of
    /// its own, taken or refused by itself.
    @PostMapping(path = "/stream", consumes = MediaType.APPLICATION_JSON_VALUE)
    void streamOfSeveral(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        open(request, response, requests.streamOfSeveral(request));
    }

    private void open(
            HttpServletRequest request, HttpServletResponse response, EventRequest.Stream asked)
            throws IOException {
        Actor actor = enter(request);
        try {
            sendHeaders(response);
        } catch (IOException | RuntimeException e) {
            limits.disconnected(request.getRemoteAddr(), actor.id());
            throw e;
        }
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        SseWire wire = new SseWire(codec.mapper(), asked.from());
        StreamSocket socket = new StreamSocket(async, response.getOutputStream(), HEARTBEAT);
        Connection connection = connection(request, actor, socket, wire);
        // Before the socket's thread begins: it may find the client gone at once.
        welcome(actor, connection);
        socket.start(connection::heard, wire::isClosed, () -> leave(actor, connection));
        fanout.expectAll(connection);
        asked.refused().forEach(bad -> connection.send(refusal(bad)));
        fanout.subscribe(connection, asked.wishes());
    }

    private Frame refusal(BadMessage bad) {
        ServerMessage message =
                ServerMessage.of(
                        "error",
                        bad.event(),
                        new Said.Problem(bad.problem(), bad.field()),
                        clock.instant(),
                        bad.correlationId());
        return Frame.every(protocol.write(message), message.event());
    }

    private static void sendHeaders(HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // A proxy that gathers would keep events back.
        response.setHeader("X-Accel-Buffering", "no");
        // Now, on this thread: filters add headers until they are sent, and from here on another
        // thread writes.
        response.flushBuffer();
    }

    @GetMapping
    CompletableFuture<ResponseEntity<String>> poll(HttpServletRequest request) {
        EventRequest.Poll read = requests.poll(request);
        Actor actor = enter(request);
        LongPoll poll = new LongPoll(codec.mapper(), read.wish().positions());
        Connection connection = connection(request, actor, poll, poll);
        CompletableFuture<LongPoll.Answer> answer =
                poll.start(
                        askForPositions(poll, connection, read.waitSeconds()), connection::heard);
        welcome(actor, connection);
        fanout.expectAll(connection);
        fanout.subscribe(connection, List.of(read.wish()));
        if (read.valuesAfter() != null) {
            fanout.tellValues(connection, read.valuesAfter());
        }
        CompletableFuture<?> timeIsUp =
                new CompletableFuture<>()
                        .completeOnTimeout(null, read.waitSeconds(), TimeUnit.SECONDS);
        timeIsUp.thenRun(poll::finish);
        // Or an answered poll would be held by its timer with all that it told.
        answer.whenComplete((_, _) -> timeIsUp.cancel(false));
        return answer.thenApply(told -> {
            leave(actor, connection);
            if (told.messages().isEmpty() && poll.isLoggedOut()) {
                throw new Refusal(HttpStatus.UNAUTHORIZED, "unauthenticated", "Log in again", null);
            }
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .body(codec.json(told).text());
        });
    }

    private Runnable askForPositions(LongPoll poll, Connection connection, int waitSeconds) {
        Runnable ask = () -> fanout.tellPositions(connection, poll::heardValues);
        if (waitSeconds == 0) {
            return ask;
        }
        long gathered = System.nanoTime() + GATHER.toNanos();
        return () -> {
            long left = gathered - System.nanoTime();
            if (left <= 0) {
                ask.run();
            } else {
                CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS).execute(ask);
            }
        };
    }

    private Connection connection(
            HttpServletRequest request, Actor actor, Socket socket, Wire wire) {
        String id = UUID.randomUUID().toString();
        Connection connection =
                new Connection(id, request.getRemoteAddr(), null, socket, writer, wire);
        connection.belongsTo(actor.id());
        return connection;
    }

    /// Takes one of the places that a client may have.
    private Actor enter(HttpServletRequest request) {
        Actor actor = Caller.of(request);
        if (!limits.connected(request.getRemoteAddr(), actor.id())) {
            throw new Refusal(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too_many_connections",
                    "Too many open connections of this user or address",
                    null);
        }
        return actor;
    }

    /// From now on it ends when its login does.
    private void welcome(Actor actor, Connection connection) {
        writer.welcome(connection);
        sockets.opened(actor, connection);
    }

    private void leave(Actor actor, Connection connection) {
        limits.disconnected(connection.address(), actor.id());
        sockets.closed(actor, connection);
        connection.left();
        refusals.over(actor, connection);
    }
}
