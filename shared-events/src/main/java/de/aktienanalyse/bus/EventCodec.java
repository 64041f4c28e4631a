package de.aktienanalyse.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.events.InvalidEvent;
import de.aktienanalyse.events.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/// The wire. Its mapper is its own, so that nobody's `spring.jackson.*` changes what is said on the
/// bus.
///
/// Never decodes through a tree: that turns 182.50 into 182.5 and long decimals into doubles.
public final class EventCodec {

    /// A larger message is refused unread.
    public static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_ID_LENGTH = 128;

    private final JsonMapper mapper =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    // Or "side": 0 would be a BUY.
                    .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .changeDefaultPropertyInclusion(
                            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .addModule(new RawJsonModule())
                    .addModule(new StrictValues())
                    .build();

    /// The mapper of the wire, for records that travel as `result` of an answer.
    public JsonMapper mapper() {
        return mapper;
    }

    public byte[] encode(EventEnvelope<?> envelope) {
        return mapper.writeValueAsBytes(envelope);
    }

    public byte[] encode(CommandEnvelope<?> command) {
        return mapper.writeValueAsBytes(command);
    }

    public RawJson json(Object value) {
        return value instanceof RawJson raw ? raw : new RawJson(mapper.writeValueAsString(value));
    }

    /// Reads an event. What the envelope may lack (foreign events) is filled in from `fallback`.
    public Decoded decode(byte[] json, Fallback fallback) {
        if (json.length > MAX_BYTES) {
            return new Decoded.Malformed("larger than 1 MiB", null);
        }
        try {
            Fields fields = Fields.read(mapper, json, "data");
            String eventType = fields.required("event_type");
            Optional<Class<? extends Event>> type = EventTypes.byName(eventType);
            if (type.isEmpty()) {
                return new Decoded.UnknownType(eventType);
            }
            String version = fields.text("version", EventEnvelope.VERSION);
            if (!version.startsWith("1.")) {
                return new Decoded.Malformed(
                        "version " + version + " is not known, 1.x is", "version");
            }
            Event data = fields.body(type.get());
            return new Decoded.Known(
                    new EventEnvelope<>(
                            eventType,
                            fields.id("event_id", fallback.eventId()),
                            fields.instant("timestamp", fallback.timestamp()),
                            fields.text("source", "unknown"),
                            version,
                            data,
                            fields.text("routing_key", data.routingKey()),
                            fields.optional("correlation_id"),
                            fields.optional("causation_id"),
                            fields.optional("actor"),
                            fields.optional("traceparent"),
                            fields.flag("republished"),
                            fields.optional("replay"),
                            fields.optional("position")));
        } catch (Refusal refusal) {
            return new Decoded.Malformed(refusal.reason, refusal.field);
        }
    }

    /// Reads an event that a service of ours said.
    public Decoded decode(byte[] json) {
        return decode(json, Fallback.NONE);
    }

    /// Reads a command as it stands in its queue.
    ///
    /// @throws Refusal when it is malformed
    public CommandEnvelope<Command> decodeCommand(byte[] json) {
        if (json.length > MAX_BYTES) {
            throw new Refusal("larger than 1 MiB", null);
        }
        Fields fields = Fields.read(mapper, json, "data");
        String name = fields.required("command");
        Class<? extends Command> type =
                CommandTypes.byName(name)
                        .orElseThrow(() -> new Refusal("unknown command " + name, "command"));
        return new CommandEnvelope<>(
                name,
                fields.id("command_id", null),
                fields.id("correlation_id", null),
                fields.id("actor", null),
                fields.optional("client_id"),
                fields.optional("reply_to"),
                fields.instant("timestamp", null),
                fields.optional("expires_at") == null ? null : fields.instant("expires_at", null),
                fields.optional("traceparent"),
                fields.body(type));
    }

    /// Reads the `data` of a command that a client sent.
    ///
    /// @throws Refusal with the path of the field that is wrong
    public <C extends Command> C commandData(String json, Class<C> type) {
        return read(mapper, json.getBytes(StandardCharsets.UTF_8), type, "data");
    }

    static <T> T read(JsonMapper mapper, byte[] json, Class<T> type, String root) {
        try {
            JavaType javaType = mapper.constructType(type);
            T value = mapper.readValue(json, javaType);
            if (value == null) {
                throw new Refusal("must be an object", root);
            }
            return value;
        } catch (DatabindException e) {
            throw new Refusal(reason(mapper, e), root + path(e));
        } catch (JacksonException e) {
            throw new Refusal("is no valid JSON: " + e.getOriginalMessage(), root + path(e));
        }
    }

    /// For people, so without Jackson's Java class names.
    private static String reason(JsonMapper mapper, DatabindException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidEvent invalid && invalid.getMessage() != null) {
                return invalid.getMessage();
            }
        }
        String message = e.getOriginalMessage();
        Class<?> wanted =
                e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (wanted == null || !message.startsWith("Cannot ")) {
            return message.lines().findFirst().orElse("is not valid");
        }
        if (wanted.isEnum()) {
            return Arrays.stream(wanted.getEnumConstants())
                    .map(choice -> mapper.writeValueAsString(choice).replace("\"", ""))
                    .collect(Collectors.joining(", ", "must be one of ", ""));
        }
        return Collection.class.isAssignableFrom(wanted) ? "must be a list" : "must be an object";
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() != null) {
                path.append('.').append(step.getPropertyName());
            } else if (step.getIndex() >= 0) {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidEvent invalid) {
                path.append('.').append(snake(invalid.field()));
            }
        }
        return path.toString();
    }

    private static String snake(String javaName) {
        return javaName.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /// What a foreign event may leave out.
    public record Fallback(@Nullable String eventId, @Nullable Instant timestamp) {
        static final Fallback NONE = new Fallback(null, null);
    }

    /// A message that cannot be read, and which field is to blame.
    public static final class Refusal extends IllegalArgumentException {
        private static final long serialVersionUID = 1;
        private final String reason;
        private final @Nullable String field;

        public Refusal(String reason, @Nullable String field) {
            super(field == null ? reason : field + ": " + reason);
            this.reason = reason;
            this.field = field;
        }

        public String reason() {
            return reason;
        }

        public @Nullable String field() {
            return field;
        }
    }

    /// The top level of a message: its scalars, and where its body lies in the text. So the type
    /// can stand anywhere, and the body is read once, straight into its record.
    private record Fields(
            JsonMapper mapper,
            byte[] json,
            Map<String, String> scalars,
            String bodyName,
            int start,
            int end) {

        static Fields read(JsonMapper mapper, byte[] json, String bodyName) {
            Map<String, String> scalars = new HashMap<>();
            int start = -1;
            int end = -1;
            try (JsonParser parser = mapper.createParser(json)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    throw new Refusal("is no JSON object", null);
                }
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    JsonToken value = parser.nextToken();
                    if (name.equals(bodyName)) {
                        start = (int) parser.currentTokenLocation().getByteOffset();
                        parser.skipChildren();
                        end = (int) parser.currentLocation().getByteOffset();
                    } else if (value.isScalarValue()) {
                        if (value != JsonToken.VALUE_NULL) {
                            scalars.put(name, writable(name, parser.getString()));
                        }
                    } else {
                        parser.skipChildren();
                    }
                }
                if (parser.nextToken() != null) {
                    throw new Refusal("has something behind its end", null);
                }
            } catch (JacksonException e) {
                throw new Refusal("is no valid JSON: " + e.getOriginalMessage(), null);
            }
            return new Fields(mapper, json, scalars, bodyName, start, end);
        }

        private static String writable(String name, String value) {
            if (StrictValues.writable(value) == null) {
                throw new Refusal("has half a surrogate pair", name);
            }
            return value;
        }

        <T> T body(Class<T> type) {
            if (start < 0) {
                throw new Refusal("is required", bodyName);
            }
            return EventCodec.read(mapper, Arrays.copyOfRange(json, start, end), type, bodyName);
        }

        @Nullable String optional(String name) {
            return scalars.get(name);
        }

        String required(String name) {
            String value = scalars.get(name);
            if (value == null || value.isBlank()) {
                throw new Refusal("is required", name);
            }
            return value;
        }

        String text(String name, String fallback) {
            return scalars.getOrDefault(name, fallback);
        }

        String id(String name, @Nullable String fallback) {
            String value = scalars.getOrDefault(name, fallback);
            if (value == null || value.isBlank()) {
                throw new Refusal("is required", name);
            }
            if (value.length() > MAX_ID_LENGTH) {
                throw new Refusal("must not be longer than 128 characters", name);
            }
            return value;
        }

        Instant instant(String name, @Nullable Instant fallback) {
            String value = scalars.get(name);
            if (value == null) {
                if (fallback == null) {
                    throw new Refusal("is required", name);
                }
                return fallback;
            }
            try {
                return StrictValues.instant(value);
            } catch (DateTimeException e) {
                throw new Refusal("is no ISO-8601 time: " + value, name);
            }
        }

        @Nullable Boolean flag(String name) {
            String value = scalars.get(name);
            return value == null ? null : Boolean.valueOf(value);
        }
    }
}
