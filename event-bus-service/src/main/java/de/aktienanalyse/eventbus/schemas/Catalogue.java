package de.aktienanalyse.eventbus.schemas;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.eventbus.topology.Announcements;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.events.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// The events for people: what the schemas, the flows and the AsyncAPI document know of each, on
/// one page.
@Component
public class Catalogue {
    private static final int DEEPEST = 4;

    private final SchemaRegistry registry;
    private final Announcements announcements;
    private final EventCodec codec;

    Catalogue(SchemaRegistry registry, Announcements announcements, EventCodec codec) {
        this.registry = registry;
        this.announcements = announcements;
        this.codec = codec;
    }

    /// @param name path in the event's data, `technical_indicators.rsi`
    record Field(
            String name,
            String type,
            boolean required,
            @Nullable String description,
            List<String> choices) {}

    /// @param saidBy services that declare to say it
    /// @param heardBy groups that react to it or watch it
    record Described(
            String eventType,
            Delivery delivery,
            String version,
            @Nullable String description,
            SortedSet<String> saidBy,
            SortedSet<String> heardBy,
            List<Field> fields,
            @Nullable RawJson example) {}

    record Page(List<Described> events) {}

    public CommandAnswer show() {
        SortedMap<String, SortedSet<String>> sayers = announcements.sayers();
        SortedMap<String, SortedSet<String>> hearers = announcements.hearers();
        JsonNode messages =
                codec.mapper()
                        .readTree(SchemaRegistry.resource("asyncapi.json"))
                        .path("components")
                        .path("messages");
        List<Described> events = new ArrayList<>();
        for (Class<? extends Event> type : EventTypes.all()) {
            String name = EventTypes.nameOf(type);
            registry.newest(name)
                    .ifPresent(version ->
                            events.add(
                                    described(
                                            version,
                                            EventTypes.deliveryOf(type),
                                            sayers.getOrDefault(name, new TreeSet<>()),
                                            hearers.getOrDefault(name, new TreeSet<>()),
                                            messages.path(name).path("examples").path(0))));
        }
        return CommandAnswer.success(new Page(events));
    }

    private Described described(
            SchemaVersion version,
            Delivery delivery,
            SortedSet<String> saidBy,
            SortedSet<String> heardBy,
            JsonNode example) {
        JsonNode schema = codec.mapper().readTree(version.json());
        List<Field> fields = new ArrayList<>();
        collect(schema, schema.path("properties").path("data"), "", fields, 0);
        JsonNode payload = example.get("payload");
        return new Described(
                version.type(),
                delivery,
                version.label(),
                text(schema.get("description")),
                saidBy,
                heardBy,
                fields,
                payload == null ? null : new RawJson(payload.toString()));
    }

    private static void collect(
            JsonNode root, JsonNode schema, String path, List<Field> fields, int depth) {
        JsonNode object = Compatibility.resolve(root, schema);
        for (var property : object.path("properties").properties()) {
            JsonNode declared = property.getValue();
            JsonNode resolved = Compatibility.resolve(root, declared);
            String name = path + property.getKey();
            boolean required =
                    object.path("required")
                            .valueStream()
                            .anyMatch(each -> each.asString().equals(property.getKey()));
            fields.add(
                    new Field(
                            name,
                            typeOf(resolved),
                            required,
                            text(
                                    declared.has("description")
                                            ? declared.get("description")
                                            : resolved.get("description")),
                            resolved.path("enum").valueStream().map(JsonNode::asString).toList()));
            if (depth < DEEPEST) {
                collect(root, resolved, name + ".", fields, depth + 1);
                if (resolved.has("items")) {
                    collect(root, resolved.get("items"), name + "[].", fields, depth + 1);
                }
            }
        }
    }

    private static String typeOf(JsonNode schema) {
        if (schema.has("enum")) {
            return "choice";
        }
        if (schema.has("format")) {
            return schema.get("format").asString();
        }
        SortedSet<String> types = Compatibility.types(schema);
        return types.size() == 1 ? types.first() : "anything";
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.asString();
    }
}
