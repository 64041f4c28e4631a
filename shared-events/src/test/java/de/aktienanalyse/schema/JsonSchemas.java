package de.aktienanalyse.schema;

import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/// JSON Schema 2020-12, one per event and command, of the whole message as it is on the wire.
///
/// A field is required when the record's constructor demands it. What we do not know is allowed
/// everywhere, so that a newer publisher is no error to an older reader.
public final class JsonSchemas {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final SourceDocs docs;

    public JsonSchemas(SourceDocs docs) {
        this.docs = docs;
    }

    /// The schema of an event in its envelope.
    public Map<String, Object> event(Class<? extends Event> type) {
        String name = EventTypes.nameOf(type);
        Map<String, Object> schema = head("event:" + name, type);
        schema.put("x-delivery", EventTypes.deliveryOf(type).name());
        if (!EventTypes.sourceOf(type).isEmpty()) {
            schema.put("x-said-by", EventTypes.sourceOf(type));
        }
        envelope(schema, EventEnvelope.class, List.of(type), Map.of("event_type", name));
        return schema;
    }

    /// The schema of a command as it stands in its queue.
    public Map<String, Object> command(Class<? extends Command> type) {
        String name = CommandTypes.nameOf(type);
        Map<String, Object> schema = head("command:" + name, type);
        schema.put("x-owner", CommandTypes.ownerOf(type));
        schema.put("x-queue", CommandTypes.queueOf(type));
        schema.put("x-effect", CommandTypes.hasEffect(type));
        envelope(schema, CommandEnvelope.class, List.of(type), Map.of("command", name));
        return schema;
    }

    /// The schema of a message of a socket.
    ///
    /// @param id what stands behind `socket:`
    /// @param data records that its `data` may be
    /// @param constants fields of the envelope that are always the same
    public Map<String, Object> socket(
            String id, Class<?> envelope, List<Class<?>> data, Map<String, String> constants) {
        Map<String, Object> schema = head("socket:" + id, data.getFirst());
        envelope(schema, envelope, data, constants);
        return schema;
    }

    private Map<String, Object> head(String id, Class<?> type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", DIALECT);
        schema.put("$id", "urn:aktienanalyse:" + id);
        schema.put("title", Shape.nameOf(type));
        describe(schema, docs.of(type).summary());
        return schema;
    }

    private void envelope(
            Map<String, Object> schema,
            Class<?> envelope,
            List<Class<?>> data,
            Map<String, String> constants) {
        SequencedSet<Class<?>> definitions = new LinkedHashSet<>(data);
        object(schema, envelope, definitions);
        @SuppressWarnings("unchecked")
        Map<String, Object> properties =
                (Map<String, Object>) schema.getOrDefault("properties", Map.of());
        constants.forEach((field, value) -> properties.put(field, Map.of("const", value)));
        List<Map<String, Object>> shapes = data.stream().map(JsonSchemas::reference).toList();
        properties.put("data", shapes.size() == 1 ? shapes.getFirst() : Map.of("anyOf", shapes));
        schema.put("$defs", definitions(definitions));
    }

    /// Grows while it runs: a definition may need others.
    private Map<String, Object> definitions(SequencedSet<Class<?>> needed) {
        Map<String, Object> definitions = new LinkedHashMap<>();
        SequencedSet<Class<?>> done = new LinkedHashSet<>();
        while (done.size() < needed.size()) {
            List<Class<?>> open = needed.stream().filter(type -> !done.contains(type)).toList();
            done.addAll(open);
            for (Class<?> type : open) {
                Map<String, Object> definition = new LinkedHashMap<>();
                describe(definition, docs.of(type).summary());
                if (type.isEnum()) {
                    definition.put("enum", Shape.choices(type));
                } else {
                    object(definition, type, needed);
                }
                if (definitions.put(Shape.nameOf(type), definition) != null) {
                    throw new IllegalStateException("Two types are called " + Shape.nameOf(type));
                }
            }
        }
        return definitions;
    }

    private void object(Map<String, Object> schema, Class<?> type, SequencedSet<Class<?>> needed) {
        SourceDocs.Doc doc = docs.of(type);
        List<String> required = new ArrayList<>();
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Shape.Field field : Shape.fieldsOf(type)) {
            if (field.required()) {
                required.add(field.name());
            }
            Map<String, Object> property = property(field.shape(), !field.required(), needed);
            describe(property, doc.fields().getOrDefault(field.javaName(), ""));
            properties.put(field.name(), property);
        }
        schema.put("type", "object");
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("properties", properties);
        schema.put("additionalProperties", true);
    }

    private Map<String, Object> property(
            Shape shape, boolean nullable, SequencedSet<Class<?>> needed) {
        return switch (shape) {
            case Shape.Text _ -> typed("string", nullable);
            case Shape.Decimal _ -> typed("number", nullable);
            case Shape.Whole _ -> typed("integer", nullable);
            case Shape.Flag _ -> typed("boolean", nullable);
            case Shape.Time _ -> with(typed("string", nullable), "format", "date-time");
            case Shape.Day _ -> with(typed("string", nullable), "format", "date");
            case Shape.Many(Shape item) ->
                    with(typed("array", nullable), "items", property(item, false, needed));
            case Shape.Anything _ -> nullable ? new LinkedHashMap<>() : anythingButNull();
            case Shape.Choice(Class<?> type, _) -> defined(type, nullable, needed);
            case Shape.Nested(Class<?> type) -> defined(type, nullable, needed);
        };
    }

    private static Map<String, Object> defined(
            Class<?> type, boolean nullable, SequencedSet<Class<?>> needed) {
        needed.add(type);
        Map<String, Object> property = reference(type);
        return nullable
                ? with(new LinkedHashMap<>(), "anyOf", List.of(property, Map.of("type", "null")))
                : property;
    }

    private static Map<String, Object> reference(Class<?> type) {
        return with(new LinkedHashMap<>(), "$ref", "#/$defs/" + Shape.nameOf(type));
    }

    private static Map<String, Object> typed(String type, boolean nullable) {
        return with(new LinkedHashMap<>(), "type", nullable ? List.of(type, "null") : type);
    }

    private static Map<String, Object> anythingButNull() {
        List<String> types = List.of("object", "array", "string", "number", "boolean");
        return with(new LinkedHashMap<>(), "type", types);
    }

    private static Map<String, Object> with(
            Map<String, Object> schema, String keyword, Object value) {
        schema.put(keyword, value);
        return schema;
    }

    private static void describe(Map<String, Object> schema, String text) {
        if (!text.isEmpty()) {
            schema.put("description", text);
        }
    }
}
