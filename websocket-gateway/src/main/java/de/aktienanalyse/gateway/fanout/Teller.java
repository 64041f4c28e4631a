package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.Frame;
import de.aktienanalyse.gateway.outbound.Writer;
import de.aktienanalyse.gateway.positions.Positions;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import de.aktienanalyse.gateway.protocol.Said;
import de.aktienanalyse.gateway.protocol.ServerMessage;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says the gateway's own messages, in line with the news, so that what comes after one is what it
/// says. Belongs to the writer's thread.
final class Teller {
    private final Writer writer;
    private final ProtocolCodec codec;
    private final Positions now;
    private final Clock clock;

    /// The message with the current positions, by families, until one of them moves.
    private final Map<Long, Frame> positions = new HashMap<>();

    Teller(Writer writer, ProtocolCodec codec, Positions now, Clock clock) {
        this.writer = writer;
        this.codec = codec;
        this.now = now;
        this.clock = clock;
    }

    /// A position is another now.
    void moved() {
        if (!positions.isEmpty()) {
            positions.clear();
        }
    }

    void confirmed(
            Connection connection, String type, List<String> from, @Nullable String correlationId) {
        say(
                connection,
                "subscription.confirmed",
                new Said.SubscriptionConfirmed(type, connection.id(), from),
                correlationId);
    }

    void cancelled(Connection connection, String type, @Nullable String correlationId) {
        say(
                connection,
                "subscription.cancelled",
                new Said.SubscriptionCancelled(type, connection.id()),
                correlationId);
    }

    void refused(
            Connection connection,
            String event,
            String problem,
            String field,
            @Nullable String correlationId) {
        say(connection, "error", event, new Said.Problem(problem, field), correlationId);
    }

    void pong(Connection connection, long families, @Nullable String correlationId) {
        say(connection, "pong", new Said.Pong(clock.instant(), now.texts(families)), correlationId);
    }

    void positions(Connection connection, long families) {
        Frame frame =
                positions.computeIfAbsent(
                        families,
                        _ ->
                                frame(
                                        "system",
                                        "positions",
                                        new Said.CurrentPositions(now.texts(families)),
                                        null));
        writer.deliver(connection, frame);
    }

    void resumed(
            Connection connection,
            List<String> from,
            List<String> to,
            int events,
            @Nullable String correlationId) {
        say(connection, "resumed", new Said.Resumed(from, to, events), correlationId);
    }

    void gap(Connection connection, String reason, long families, @Nullable String correlationId) {
        say(
                connection,
                "gap",
                new Said.Gap(reason, now.texts(families), BrowserNames.reload(families)),
                correlationId);
    }

    void snapshot(
            Connection connection,
            String command,
            List<RawJson> items,
            @Nullable String nextCursor,
            @Nullable String correlationId) {
        say(connection, "snapshot", new Said.Snapshot(command, items, nextCursor), correlationId);
    }

    void outcome(Connection connection, ServerMessage message) {
        byte[] json = codec.write(message.to(connection.id()));
        writer.deliver(connection, Frame.every(json, message.event()));
    }

    byte[] conflated(Map<String, Integer> conflated) {
        int total = conflated.values().stream().mapToInt(Integer::intValue).sum();
        return codec.write(
                ServerMessage.of(
                        "system",
                        "conflated",
                        new Said.Conflated(conflated, total),
                        clock.instant(),
                        null));
    }

    private void say(
            Connection connection, String event, Object data, @Nullable String correlationId) {
        say(connection, "system", event, data, correlationId);
    }

    private void say(
            Connection connection,
            String type,
            String event,
            Object data,
            @Nullable String correlationId) {
        writer.deliver(connection, frame(type, event, data, correlationId));
    }

    private Frame frame(String type, String event, Object data, @Nullable String correlationId) {
        return Frame.every(
                codec.write(ServerMessage.of(type, event, data, clock.instant(), correlationId)),
                event);
    }
}
