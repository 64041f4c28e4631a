package de.aktienanalyse.gateway.rest;

import de.aktienanalyse.bus.EventCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the `data` of each command looks like: the JSON Schemas that are generated from the
/// records.
@Component
class CommandSchemas {
    private final JsonMapper mapper;
    private final Map<String, JsonNode> read = new ConcurrentHashMap<>();

    CommandSchemas(EventCodec codec) {
        this.mapper = codec.mapper();
    }

    /// The schema of the whole message.
    JsonNode of(String command) {
        return read.computeIfAbsent(command, name -> resource("/schemas/commands/" + name));
    }

    /// The schema of an event's message.
    JsonNode ofEvent(String eventType) {
        return read.computeIfAbsent(eventType, name -> resource("/schemas/events/" + name));
    }

    /// The schemas of the fields of `data`, by their names.
    JsonNode fieldsOf(String command) {
        JsonNode schema = of(command);
        String reference = schema.at("/properties/data/$ref").asString();
        return schema.at(reference.substring(1)).path("properties");
    }

    private JsonNode resource(String name) {
        try (InputStream in = CommandSchemas.class.getResourceAsStream(name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("There is no schema " + name);
            }
            return mapper.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
