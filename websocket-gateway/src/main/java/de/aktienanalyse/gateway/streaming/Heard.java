package de.aktienanalyse.gateway.streaming;

import de.aktienanalyse.bus.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What must be known of a message to put it on another way.
///
/// @param positions those the message is about; empty when it names none
record Heard(String type, String event, @Nullable Position position, List<Position> positions) {
    private record Envelope(
            @Nullable String type, @Nullable String event, @Nullable String position) {}

    /// Only the gateway's own messages name positions.
    private record Own(@Nullable Data data) {}

    private record Data(@Nullable List<String> positions, @Nullable List<String> to) {}

    static Heard in(byte[] json, JsonMapper mapper) {
        try {
            Envelope envelope = mapper.readValue(json, Envelope.class);
            String type = envelope.type() == null ? "" : envelope.type();
            String event = envelope.event() == null ? "" : envelope.event();
            Position position =
                    envelope.position() == null ? null : Position.parse(envelope.position());
            return new Heard(
                    type, event, position, type.equals("system") ? own(json, mapper) : List.of());
        } catch (JacksonException _) {
            // A ready-made message of others that is not quite one: it passes as it is.
            return new Heard("", "message", null, List.of());
        }
    }

    private static List<Position> own(byte[] json, JsonMapper mapper) {
        Data data = mapper.readValue(json, Own.class).data();
        if (data == null) {
            return List.of();
        }
        List<String> texts = data.positions() == null ? data.to() : data.positions();
        return texts == null
                ? List.of()
                : texts.stream()
                        .<Position>mapMulti((text, out) -> {
                            Position position = text == null ? null : Position.parse(text);
                            if (position != null && position.partition().lastIndexOf('.') > 0) {
                                out.accept(position);
                            }
                        })
                        .toList();
    }

    /// As streams name it: the gateway's own are `system.…` and `error.…`.
    String name() {
        return type.equals("system") || type.equals("error") ? type + "." + event : event;
    }

    boolean is(String ownEvent) {
        return type.equals("system") && event.equals(ownEvent);
    }

    /// What the client has when it has this message.
    void moves(KnownPositions known) {
        if (position != null) {
            known.advance(position);
        }
        if (is("gap") || is("subscription.confirmed")) {
            // Where it begins, also when that lies before what was known.
            positions.forEach(known::set);
        } else {
            positions.forEach(known::advance);
        }
    }
}
