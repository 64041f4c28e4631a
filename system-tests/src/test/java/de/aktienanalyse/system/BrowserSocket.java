package de.aktienanalyse.system;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A client of the gateway that keeps all it hears.
final class BrowserSocket implements WebSocket.Listener, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile @Nullable Integer closeCode;
    private @Nullable WebSocket socket;

    private BrowserSocket(HttpClient http) {
        this.http = http;
    }

    /// @param http ends with it
    static BrowserSocket open(HttpClient http, URI uri) {
        BrowserSocket socket = new BrowserSocket(http);
        socket.socket =
                socket.http
                        .newWebSocketBuilder()
                        .header("Authorization", "Bearer " + RunningSuite.TOKEN)
                        .buildAsync(uri, socket)
                        .join();
        socket.await("a welcome", message -> is(message, "connection.established"));
        return socket;
    }

    static boolean is(JsonNode message, String event) {
        return message.path("event").asString("").equals(event);
    }

    /// Subscribes and waits until that is confirmed.
    BrowserSocket subscribe(String... eventTypes) {
        return subscribe(Map.of("event_types", List.of(eventTypes)));
    }

    BrowserSocket subscribe(Map<String, Object> wish) {
        String id = UUID.randomUUID().toString();
        say(message("subscription", "subscribe", wish, id));
        await("the confirmation of " + wish, message -> is(message, "subscription.confirmed"));
        return this;
    }

    /// Sends a command; the correlation id that its answer and events will carry.
    String command(String command, Map<String, ?> data) {
        String id = UUID.randomUUID().toString();
        Map<String, Object> message = message("user", command, data, id);
        message.put("command_id", UUID.randomUUID().toString());
        say(message);
        return id;
    }

    /// Sends a command; its answer.
    JsonNode ask(String command, Map<String, ?> data) {
        return answer(command(command, data));
    }

    JsonNode answer(String correlationId) {
        return await(
                "the answer to " + correlationId,
                message ->
                        message.path("type").asString("").equals("command_response")
                                && belongsTo(message, correlationId));
    }

    /// An event that a command caused.
    JsonNode effect(String event, String correlationId) {
        return await(
                event + " of " + correlationId,
                message -> is(message, event) && belongsTo(message, correlationId));
    }

    private static boolean belongsTo(JsonNode message, String correlationId) {
        return message.path("correlation_id").asString("").equals(correlationId);
    }

    JsonNode await(String what, Predicate<JsonNode> wanted) {
        try {
            return Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> heard(wanted).findFirst(), Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "did not hear "
                            + what
                            + "; the newest of "
                            + heard.size()
                            + " messages: "
                            + heard.subList(Math.max(0, heard.size() - 5), heard.size()),
                    e);
        }
    }

    JsonNode await(String event) {
        return await(event, message -> is(message, event));
    }

    Stream<JsonNode> heard(Predicate<JsonNode> wanted) {
        return heard.stream().filter(wanted);
    }

    int position(JsonNode message) {
        return heard.indexOf(message);
    }

    /// Null while it is open.
    @Nullable Integer closeCode() {
        return closeCode;
    }

    void say(Object message) {
        text(Json.write(message));
    }

    void text(String text) {
        opened().sendText(text, true).join();
    }

    void binary(byte[] bytes) {
        opened().sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    private WebSocket opened() {
        if (socket == null) {
            throw new IllegalStateException("not open yet");
        }
        return socket;
    }

    private static Map<String, Object> message(
            String type, String event, Object data, String correlationId) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("event", event);
        message.put("data", data);
        message.put("timestamp", Instant.now().toString());
        message.put("correlation_id", correlationId);
        return message;
    }

    @Override
    public @Nullable CompletionStage<?> onText(
            WebSocket webSocket, CharSequence text, boolean last) {
        partial.append(text);
        if (last) {
            heard.add(Json.read(partial.toString()));
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closeCode = code;
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode = closeCode == null ? 1006 : closeCode;
    }

    @Override
    public void close() {
        opened().abort();
        http.shutdownNow();
    }
}
