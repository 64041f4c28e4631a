package de.aktienanalyse.gateway.protocol;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Position;
import de.aktienanalyse.events.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

/// Reads what clients say and writes what they are told, with the mapper of the wire: decimals pass
/// digit for digit.
public final class ProtocolCodec {
    private static final int MAX_ID = 128;
    private static final int MAX_NAMES = 1000;

    /// As many as a connection may have subscriptions, unless that is configured.
    private static final int MAX_TYPES = 200;

    private static final double MIN_RATE = 0.1;
    private static final double MAX_RATE = 1000;

    private final JsonMapper mapper;

    public ProtocolCodec(EventCodec codec) {
        this.mapper = codec.mapper();
    }

    /// One envelope for all: what is not of its type is ignored.
    private record Envelope(
            @Nullable String type,
            @Nullable String event,
            @Nullable RawJson data,
            @Nullable String correlationId,
            @Nullable String commandId,
            @Nullable String expiresAt) {}

    private record Interest(
            @Nullable List<@Nullable String> eventTypes,
            @Nullable List<@Nullable String> symbols,
            @Nullable String portfolioId,
            @Nullable Boolean snapshot,
            @Nullable Boolean objects,
            @Nullable Double maxRateHz,
            @Nullable List<@Nullable String> positions,
            @Nullable String resumeToken) {}

    public byte[] write(ServerMessage message) {
        return mapper.writeValueAsBytes(message);
    }

    public ClientMessage read(String text) throws BadMessage {
        Envelope envelope = read(text, Envelope.class, "", null);
        String id = envelope.correlationId();
        if (id != null && id.length() > MAX_ID) {
            throw malformed("must not be longer than 128 characters", "correlation_id", null);
        }
        String type = required(envelope.type(), "type", id);
        return switch (type) {
            case "subscription" -> subscription(envelope, id);
            case "user" -> command(envelope, id);
            case "ping" -> new ClientMessage.Ping(id);
            default ->
                    throw new BadMessage(
                            BadMessage.UNKNOWN_TYPE,
                            "type must be subscription, user or ping",
                            "type",
                            id);
        };
    }

    /// The correlation id of a message that is not obeyed; null when it has none.
    public @Nullable String correlationId(String text) {
        try {
            return read(text).correlationId();
        } catch (BadMessage bad) {
            return bad.correlationId();
        }
    }

    private ClientMessage subscription(Envelope envelope, @Nullable String id) throws BadMessage {
        String event = required(envelope.event(), "event", id);
        if (!event.equals("subscribe") && !event.equals("unsubscribe")) {
            throw new BadMessage(
                    BadMessage.UNKNOWN_TYPE, "event must be subscribe or unsubscribe", "event", id);
        }
        RawJson data = envelope.data() == null ? RawJson.EMPTY_OBJECT : envelope.data();
        Interest interest = read(data.text(), Interest.class, "data", id);
        List<String> types = names(interest.eventTypes(), MAX_TYPES, "data.event_types", id);
        if (types == null || types.isEmpty()) {
            throw malformed("must name at least one event type", "data.event_types", id);
        }
        if (event.equals("unsubscribe")) {
            return new ClientMessage.Unsubscribe(types, id);
        }
        return new ClientMessage.Subscribe(
                types,
                names(interest.symbols(), MAX_NAMES, "data.symbols", id),
                interest.portfolioId(),
                !Boolean.FALSE.equals(interest.snapshot()),
                Boolean.TRUE.equals(interest.objects()),
                rate(interest.maxRateHz(), id),
                positions(interest.positions(), id),
                token(interest.resumeToken(), id),
                id);
    }

    private static @Nullable Double rate(@Nullable Double hertz, @Nullable String id)
            throws BadMessage {
        // Not a number is neither.
        if (hertz != null && !(hertz >= MIN_RATE && hertz <= MAX_RATE)) {
            throw malformed("must be between 0.1 and 1000", "data.max_rate_hz", id);
        }
        return hertz;
    }

    private static @Nullable String token(@Nullable String token, @Nullable String id)
            throws BadMessage {
        if (token != null && (token.isBlank() || token.length() > MAX_ID)) {
            throw malformed("is none of ours", "data.resume_token", id);
        }
        return token;
    }

    private static List<Position> positions(
            @Nullable List<@Nullable String> given, @Nullable String id) throws BadMessage {
        List<String> texts = names(given, MAX_NAMES, "data.positions", id);
        if (texts == null) {
            return List.of();
        }
        List<Position> positions = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            Position position = Position.parse(texts.get(i));
            if (position == null) {
                String field = "data.positions[" + i + "]";
                throw malformed("must be <family>.<p>@<epoch>-<sequence>", field, id);
            }
            positions.add(position);
        }
        return positions;
    }

    private static ClientMessage command(Envelope envelope, @Nullable String id) throws BadMessage {
        return new ClientMessage.UserCommand(
                required(envelope.event(), "event", id),
                envelope.data() == null ? RawJson.EMPTY_OBJECT : envelope.data(),
                id,
                envelope.commandId(),
                envelope.expiresAt());
    }

    private <T> T read(String text, Class<T> type, String root, @Nullable String id)
            throws BadMessage {
        try {
            T value = mapper.readValue(text, type);
            if (value == null) {
                throw malformed("must be an object", root, id);
            }
            return value;
        } catch (DatabindException e) {
            throw malformed("Invalid message format", path(root, e), id);
        } catch (JacksonException _) {
            // The words of the spec.
            throw new BadMessage(BadMessage.INVALID_FORMAT, "Invalid JSON format", null, id);
        }
    }

    private static String path(String root, DatabindException e) {
        StringBuilder path = new StringBuilder(root);
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            } else if (step.getIndex() >= 0) {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    private static @Nullable List<String> names(
            @Nullable List<@Nullable String> given, int atMost, String field, @Nullable String id)
            throws BadMessage {
        if (given == null) {
            return null;
        }
        if (given.size() > atMost) {
            throw malformed("must not name more than " + atMost, field, id);
        }
        List<String> names = new ArrayList<>(given.size());
        for (String name : given) {
            if (name == null || name.isBlank() || name.length() > MAX_ID) {
                throw malformed("must hold names of 1 to 128 characters", field, id);
            }
            names.add(name);
        }
        return names;
    }

    private static String required(@Nullable String value, String field, @Nullable String id)
            throws BadMessage {
        if (value == null || value.isBlank()) {
            throw malformed("is required", field, id);
        }
        return value;
    }

    private static BadMessage malformed(
            String problem, String field, @Nullable String correlationId) {
        return new BadMessage(
                BadMessage.INVALID_FORMAT, problem, field.isEmpty() ? null : field, correlationId);
    }
}
