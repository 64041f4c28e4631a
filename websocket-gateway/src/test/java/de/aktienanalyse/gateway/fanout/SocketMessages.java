package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.Decoded;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.gateway.protocol.Said;
import de.aktienanalyse.gateway.protocol.ServerMessage;
import de.aktienanalyse.schema.AsyncApi.SocketMessage;
import de.aktienanalyse.schema.ExactJson;
import de.aktienanalyse.schema.JsonSchemas;
import de.aktienanalyse.schema.Samples;
import de.aktienanalyse.schema.SchemaCheck;
import de.aktienanalyse.schema.SourceDocs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Every message that goes over a socket, with its JSON Schema: that of the records it is written
/// from.
public final class SocketMessages {
    /// What a client says that is no command is read field by field and bounded there, so it stands
    /// here as it is read.
    private static final String INTEREST =
            """
            {"$schema":"https://json-schema.org/draft/2020-12/schema",
             "$id":"urn:aktienanalyse:socket:%1$s","title":"%2$s","description":"%3$s","type":"object",
             "required":["type","event","data"],"additionalProperties":true,
             "properties":{
              "type":{"const":"subscription"},"event":{"const":"%1$s"},
              "correlation_id":{"type":["string","null"],"maxLength":128},
              "data":{"type":"object","required":["event_types"],"additionalProperties":true,
               "properties":{"event_types":{"$ref":"#/$defs/Names","minItems":1,"maxItems":200}%4$s}}},
             "$defs":{"Names":{"type":"array","maxItems":1000,
              "items":{"type":"string","minLength":1,"maxLength":128}}}}
            """;

    private static final String WISHES =
            """
            ,"symbols":{"anyOf":[{"$ref":"#/$defs/Names"},{"type":"null"}]},
             "portfolio_id":{"type":["string","null"]},
             "snapshot":{"type":["boolean","null"],"description":"default true: current values at once"},
             "objects":{"type":["boolean","null"],"description":"the open orders too, also behind a resume; default false"},
             "max_rate_hz":{"type":["number","null"],"minimum":0.1,"maximum":1000},
             "positions":{"type":["array","null"],"maxItems":1000,"description":"resume from here",
              "items":{"type":"string","pattern":"^.+@[0-9]+-[0-9]+$"}},
             "resume_token":{"type":["string","null"],"minLength":1,"maxLength":128}
            """;

    private static final String PING =
            """
            {"$schema":"https://json-schema.org/draft/2020-12/schema",
             "$id":"urn:aktienanalyse:socket:ping","title":"Ping",
             "description":"Answered by a pong behind all that was said before.",
             "type":"object","required":["type"],"additionalProperties":true,
             "properties":{"type":{"const":"ping"},"event":{"type":["string","null"]},
              "data":{"type":["object","null"]},
              "correlation_id":{"type":["string","null"],"maxLength":128}}}
            """;

    /// The gateway's own messages.
    private static final Map<String, Class<?>> OWN =
            new TreeMap<>(
                    Map.of(
                            "connection.established", Said.ConnectionEstablished.class,
                            "subscription.confirmed", Said.SubscriptionConfirmed.class,
                            "subscription.cancelled", Said.SubscriptionCancelled.class,
                            "pong", Said.Pong.class,
                            "positions", Said.CurrentPositions.class,
                            "resumed", Said.Resumed.class,
                            "gap", Said.Gap.class,
                            "snapshot", Said.Snapshot.class,
                            "conflated", Said.Conflated.class));

    private final JsonSchemas schemas =
            new JsonSchemas(
                    SourceDocs.in(
                            Path.of("src/main/java"), Path.of("../shared-events/src/main/java")));
    private final Map<String, SocketMessage> byName = new TreeMap<>();

    /// A command as a client sends it.
    private record UserCommand(
            String type,
            String event,
            Object data,
            @Nullable String correlationId,
            @Nullable String commandId,
            @Nullable String expiresAt) {}

    public SocketMessages() {
        client(
                "subscribe",
                INTEREST.formatted(
                        "subscribe", "Subscribe", "What a client wants to hear.", WISHES));
        client(
                "unsubscribe",
                INTEREST.formatted("unsubscribe", "Unsubscribe", "And what no longer.", ""));
        client("ping", PING);
        for (Class<? extends Command> type : CommandTypes.all()) {
            String name = CommandTypes.nameOf(type);
            Map<String, String> always = Map.of("type", "user", "event", name);
            add(name, true, schemas.socket(name, UserCommand.class, List.of(type), always));
        }
        OWN.forEach((event, data) -> server(event, "system", event, List.of(data)));
        server("error", "error", null, List.of(Said.Problem.class));
        server("command_response", "command_response", null, List.of(Editor.Answer.class));
        shown().forEach((event, data) ->
                server(event, event.substring(0, event.indexOf('.')), event, data));
    }

    private static Map<String, List<Class<?>>> shown() {
        EventCodec codec = new EventCodec();
        Map<String, List<Class<?>>> shown = new TreeMap<>();
        for (Class<? extends Event> type : EventTypes.all()) {
            Decoded.Known known =
                    (Decoded.Known) codec.decode(Samples.event(EventTypes.nameOf(type)));
            BrowserView.of(known.envelope())
                    .ifPresent(view ->
                            shown.computeIfAbsent(view.event(), _ -> new ArrayList<>())
                                    .add(view.data().getClass()));
        }
        return shown;
    }

    private void client(String name, String schema) {
        add(name, true, ExactJson.object(schema.getBytes(StandardCharsets.UTF_8)));
    }

    /// @param event null: many
    private void server(String name, String type, @Nullable String event, List<Class<?>> data) {
        Map<String, String> always =
                event == null ? Map.of("type", type) : Map.of("type", type, "event", event);
        add(name, false, schemas.socket(name, ServerMessage.class, data, always));
    }

    private void add(String name, boolean fromClient, Map<String, Object> schema) {
        if (byName.put(name, new SocketMessage(name, fromClient, schema)) != null) {
            throw new IllegalStateException("Two messages are called " + name);
        }
    }

    List<SocketMessage> all() {
        return List.copyOf(byName.values());
    }

    /// What is wrong with a message that the gateway said, or a client.
    public List<String> errors(boolean fromClient, String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        Map<String, Object> message = ExactJson.object(json);
        String type = String.valueOf(message.get("type"));
        String event = String.valueOf(message.get("event"));
        SocketMessage known =
                byName.get(
                        type.equals("error")
                                        || type.equals("command_response")
                                        || type.equals("ping")
                                ? type
                                : event);
        return known == null || known.fromClient() != fromClient
                ? List.of("There is no such message: " + type + " " + event)
                : SchemaCheck.of(known.schema()).errors(json);
    }
}
