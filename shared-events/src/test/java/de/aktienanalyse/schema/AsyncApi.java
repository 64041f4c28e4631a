package de.aktienanalyse.schema;

import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One AsyncAPI 3.0 document of the whole bus, from the suite's point of view: it sends events and
/// receives commands and foreign events. Payloads refer to the JSON Schemas beside it.
///
/// What goes over the gateway's socket is known to the gateway alone: its own tests add that part,
/// and [#keepSocket] leaves it as it is.
public final class AsyncApi {
    private static final String SOCKET = "socket";

    private static final String SCHEMA_FORMAT = "application/schema+json;version=2020-12";

    /// The spec's routing table ("Event Router & Load Balancer"), where it is changed at run time
    /// from.
    private static final Map<String, List<String>> ROUTED_TO =
            Map.of(
                    "stock.analysis.",
                    List.of(
                            "auswertung.performance-analytics",
                            "verwaltung.cross-system-sync",
                            "data-web-app.stock-dashboard"),
                    "portfolio.performance.",
                    List.of(
                            "verwaltung.performance-engine",
                            "aktienanalyse.scoring-feedback",
                            "data-web-app.portfolio-dashboard"),
                    "trading.order.",
                    List.of(
                            "auswertung.trade-analytics",
                            "aktienanalyse.prediction-feedback",
                            "data-web-app.trading-ui"),
                    "cross.system.",
                    List.of("all_modules"),
                    "system.health.",
                    List.of("data-web-app.monitoring-dashboard", "notification.service"));

    private final SourceDocs docs;

    public AsyncApi(SourceDocs docs) {
        this.docs = docs;
    }

    /// A message of a socket.
    ///
    /// @param fromClient whether a client says it; else the gateway
    public record SocketMessage(String name, boolean fromClient, Map<String, Object> schema) {}

    /// Adds the socket to a document.
    ///
    /// @param folder of the messages' schemas, as the document refers to it
    public static void addSocket(
            Map<String, Object> document, String folder, List<SocketMessage> all) {
        Map<String, Object> ofChannel = new LinkedHashMap<>();
        for (SocketMessage message : all) {
            String id = SOCKET + "." + message.name();
            ofChannel.put(id, ref("components/messages", id));
            in(in(document, "components"), "messages").put(id, socketMessage(folder, message));
        }
        in(document, "servers")
                .put(SOCKET, map("host", "127.0.0.1:8080", "protocol", "ws", "pathname", "/"));
        in(document, "channels")
                .put(
                        SOCKET,
                        map(
                                "address",
                                "ws",
                                "title",
                                "Browsers and scripts; logged in by cookie or bearer token",
                                "servers",
                                List.of(ref("servers", SOCKET)),
                                "messages",
                                ofChannel));
        in(document, "operations").put(SOCKET + ".receive", operation("receive", all, true));
        in(document, "operations").put(SOCKET + ".send", operation("send", all, false));
    }

    private static Map<String, Object> socketMessage(String folder, SocketMessage message) {
        return map(
                "name",
                message.name(),
                "title",
                message.schema().getOrDefault("title", message.name()),
                "summary",
                message.schema().getOrDefault("description", message.name()),
                "correlationId",
                map("location", "$message.payload#/correlation_id"),
                "payload",
                map(
                        "schemaFormat",
                        SCHEMA_FORMAT,
                        "schema",
                        map("$ref", folder + "/" + message.name() + ".json")));
    }

    private static Map<String, Object> operation(
            String action, List<SocketMessage> all, boolean fromClient) {
        return map(
                "action",
                action,
                "channel",
                ref("channels", SOCKET),
                "messages",
                all.stream()
                        .filter(each -> each.fromClient() == fromClient)
                        .map(each -> channelMessage(SOCKET, SOCKET + "." + each.name()))
                        .toList());
    }

    /// Takes over what another document says of the socket.
    static void keepSocket(Map<String, Object> document, Map<String, Object> other) {
        for (String part : List.of("servers", "channels", "operations")) {
            keepSocketIn(in(document, part), in(other, part));
        }
        keepSocketIn(
                in(in(document, "components"), "messages"),
                in(in(other, "components"), "messages"));
    }

    private static void keepSocketIn(Map<String, Object> to, Map<String, Object> from) {
        from.forEach((name, value) -> {
            if (name.equals(SOCKET) || name.startsWith(SOCKET + ".")) {
                to.put(name, value);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> in(Map<String, Object> document, String part) {
        Object found = document.get(part);
        if (found == null) {
            throw new IllegalArgumentException("The document has no " + part);
        }
        return (Map<String, Object>) found;
    }

    public Map<String, Object> document() {
        Map<String, Object> channels = new LinkedHashMap<>();
        Map<String, Object> operations = new LinkedHashMap<>();
        Map<String, Object> messages = new LinkedHashMap<>();
        for (Class<? extends Event> type : EventTypes.all()) {
            String name = EventTypes.nameOf(type);
            channels.put(name, channel(type));
            operations.put("say." + name, say(type));
            messages.put(name, message("events/", name, type, Samples.event(name)));
        }
        queues().forEach((queue, commands) ->
                channels.put("queue." + queue, queue(queue, commands)));
        for (Class<? extends Command> type : CommandTypes.all()) {
            String name = CommandTypes.nameOf(type);
            operations.put("obey." + name, obey(type));
            messages.put(name, message("commands/", name, type, Samples.command(name)));
        }
        channels.put("answers", answers());
        channels.put("inbox", inbox());
        channels.values().forEach(AsyncApi::onTheBus);
        operations.put(
                "adopt.inbox",
                map(
                        "action",
                        "receive",
                        "channel",
                        ref("channels", "inbox"),
                        "x-owner",
                        "event-bus-service"));
        return map(
                "asyncapi",
                "3.0.0",
                "info",
                info(),
                "defaultContentType",
                "application/json",
                "servers",
                map("redis", map("host", "127.0.0.1:6379", "protocol", "redis")),
                "channels",
                channels,
                "operations",
                operations,
                "components",
                map("messages", messages));
    }

    @SuppressWarnings("unchecked")
    private static void onTheBus(Object channel) {
        ((Map<String, Object>) channel).put("servers", List.of(ref("servers", "redis")));
    }

    private static Map<String, Object> info() {
        return map(
                "title",
                "Aktienanalyse event bus",
                "version",
                EventEnvelope.VERSION,
                "description",
                "Every event is published on its channel. EVERY is also kept in a stream per family and"
                        + " partition, in order per subject; of LATEST the newest per channel is kept;"
                        + " TRANSIENT is now or never. Commands travel in queues, one owner each."
                        + " Browsers and scripts talk to the gateway on the channel `socket`.");
    }

    private Map<String, Object> channel(Class<? extends Event> type) {
        String name = EventTypes.nameOf(type);
        Map<String, Object> channel = new LinkedHashMap<>();
        String key = String.valueOf(ExactJson.object(Samples.event(name)).get("routing_key"));
        Optional<Parameter> parameter = Parameter.of(name, key);
        channel.put("address", parameter.map(Parameter::address).orElse(key));
        channel.put("title", Shape.nameOf(type));
        channel.put("messages", map(name, ref("components/messages", name)));
        parameter.ifPresent(varying ->
                channel.put(
                        "parameters",
                        map(
                                varying.name(),
                                map("location", "$message.payload#" + varying.pointer()))));
        Delivery delivery = EventTypes.deliveryOf(type);
        channel.put("x-delivery", delivery.name());
        if (delivery == Delivery.EVERY) {
            channel.put(
                    "x-stream",
                    "aktienanalyse:{%s.0..3}:stream".formatted(EventTypes.familyOf(name)));
        }
        return channel;
    }

    private static Map<String, Object> say(Class<? extends Event> type) {
        String name = EventTypes.nameOf(type);
        String source = EventTypes.sourceOf(type);
        Map<String, Object> operation =
                map(
                        "action",
                        "send",
                        "channel",
                        ref("channels", name),
                        "messages",
                        List.of(channelMessage(name, name)),
                        "x-said-by",
                        source.isEmpty() ? "every service" : source);
        ROUTED_TO.entrySet().stream()
                .filter(route -> name.startsWith(route.getKey()))
                .findFirst()
                .ifPresent(route -> operation.put("x-routed-to", route.getValue()));
        return operation;
    }

    private static Map<String, List<String>> queues() {
        Map<String, List<String>> queues = new TreeMap<>();
        CommandTypes.all()
                .forEach(type ->
                        queues.computeIfAbsent(CommandTypes.queueOf(type), _ -> new ArrayList<>())
                                .add(CommandTypes.nameOf(type)));
        return queues;
    }

    private static Map<String, Object> queue(String queue, List<String> commands) {
        Map<String, Object> messages = new LinkedHashMap<>();
        commands.forEach(command -> messages.put(command, ref("components/messages", command)));
        return map(
                "address",
                "aktienanalyse:queue:" + queue,
                "title",
                "Queue " + queue,
                "messages",
                messages);
    }

    private Map<String, Object> obey(Class<? extends Command> type) {
        String name = CommandTypes.nameOf(type);
        String queue = "queue." + CommandTypes.queueOf(type);
        String answer = CommandTypes.hasEffect(type) ? "user.command.completed" : "answers";
        return map(
                "action", "receive",
                "channel", ref("channels", queue),
                "messages", List.of(channelMessage(queue, name)),
                "reply", map("channel", ref("channels", answer)),
                "x-owner", CommandTypes.ownerOf(type),
                "x-effect", CommandTypes.hasEffect(type));
    }

    private static Map<String, Object> answers() {
        return map(
                "address", "aktienanalyse:answers:{gateway}",
                "title", "Answers to commands that change nothing",
                "parameters", map("gateway", map("description", "the `reply_to` of the command")));
    }

    private static Map<String, Object> inbox() {
        Map<String, Object> messages = new LinkedHashMap<>();
        EventTypes.all()
                .forEach(type ->
                        messages.put(
                                EventTypes.nameOf(type),
                                ref("components/messages", EventTypes.nameOf(type))));
        return map(
                "address", "aktienanalyse:inbox",
                "title", "Stream for events of other languages, each in the field `event`",
                "messages", messages);
    }

    private Map<String, Object> message(String folder, String name, Class<?> type, byte[] sample) {
        Map<String, Object> message = map("name", name, "title", Shape.nameOf(type));
        String summary = docs.of(type).summary();
        if (!summary.isEmpty()) {
            message.put("summary", summary);
        }
        message.put("correlationId", map("location", "$message.payload#/correlation_id"));
        message.put(
                "payload",
                map("schemaFormat", SCHEMA_FORMAT, "schema", map("$ref", folder + name + ".json")));
        message.put("examples", List.of(map("payload", ExactJson.object(sample))));
        return message;
    }

    private static Map<String, Object> channelMessage(String channel, String message) {
        return map("$ref", "#/channels/%s/messages/%s".formatted(channel, message));
    }

    private static Map<String, Object> ref(String where, String name) {
        return map("$ref", "#/%s/%s".formatted(where, name));
    }

    private static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /// The part of a routing key that varies, found where the sample's data has it.
    ///
    /// @param pointer into the message, `/data/symbol`
    private record Parameter(String name, String pointer, String address) {

        static Optional<Parameter> of(String eventType, String routingKey) {
            return routingKey.equals(eventType)
                    ? Optional.empty()
                    : Optional.of(
                            find(
                                            ExactJson.object(Samples.event(eventType)).get("data"),
                                            "/data",
                                            routingKey)
                                    .orElseThrow(() ->
                                            new IllegalStateException(
                                                    routingKey
                                                            + " ends with no value of the data")));
        }

        private static Optional<Parameter> find(
                @Nullable Object value, String pointer, String routingKey) {
            if (value instanceof Map<?, ?> object) {
                return object.entrySet().stream()
                        .flatMap(entry ->
                                find(entry.getValue(), pointer + "/" + entry.getKey(), routingKey)
                                        .stream())
                        .findFirst();
            }
            if (!(value instanceof String text)
                    || !routingKey.endsWith("." + text.toLowerCase(Locale.ROOT))
                            && !routingKey.endsWith("." + text)) {
                return Optional.empty();
            }
            String name = pointer.substring(pointer.lastIndexOf('/') + 1);
            String fixed = routingKey.substring(0, routingKey.length() - text.length());
            return Optional.of(new Parameter(name, pointer, fixed + "{" + name + "}"));
        }
    }
}
