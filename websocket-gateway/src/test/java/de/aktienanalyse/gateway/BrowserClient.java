package de.aktienanalyse.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A well-behaved client: the JDK's.
final class BrowserClient implements WebSocket.Listener, AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_MS = 5_000;

    final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private String id = "";
    private String last = "";

    private BrowserClient(
            int port, String path, @Nullable String origin, String header, String value) {
        this(HTTP, URI.create("ws://127.0.0.1:" + port + path), origin, header, value);
    }

    private BrowserClient(
            HttpClient http, URI uri, @Nullable String origin, String header, String value) {
        WebSocket.Builder builder =
                http.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(5));
        builder.header(header, value);
        if (origin != null) {
            builder.header("Origin", origin);
        }
        this.socket = builder.buildAsync(uri, this).join();
    }

    /// Connects and takes the welcome.
    static BrowserClient connect(int port) {
        BrowserClient client = open(port, "/ws", null);
        client.id = client.next("connection.established").at("/data/client_id").asString();
        return client;
    }

    static BrowserClient open(int port, String path, @Nullable String origin) {
        return new BrowserClient(port, path, origin, "Authorization", "Bearer " + FreshData.TOKEN);
    }

    /// As a browser does on our own page.
    static BrowserClient withCookie(int port, String cookie) {
        return new BrowserClient(port, "/ws", "http://127.0.0.1:" + port, "Cookie", cookie);
    }

    /// By TLS.
    static BrowserClient secure(HttpClient http, int port, String cookie) {
        return new BrowserClient(
                http,
                URI.create("wss://localhost:" + port + "/ws"),
                "https://localhost:" + port,
                "Cookie",
                cookie);
    }

    static BrowserClient secure(HttpClient http, int port) {
        URI uri = URI.create("wss://localhost:" + port + "/ws");
        String token = "Bearer " + FreshData.TOKEN;
        return new BrowserClient(http, uri, null, "Authorization", token);
    }

    static BrowserClient withToken(int port, String token) {
        return new BrowserClient(port, "/ws", null, "Authorization", "Bearer " + token);
    }

    String id() {
        return id;
    }

    BrowserClient subscribe(String... eventTypes) {
        List<String> quoted = new ArrayList<>();
        for (String type : eventTypes) {
            quoted.add('"' + type + '"');
        }
        send(
                """
                {"type":"subscription","event":"subscribe","data":{"event_types":[%s],"snapshot":false}}\
                """
                        .formatted(String.join(",", quoted)));
        for (String type : eventTypes) {
            JsonNode confirmed = next("subscription.confirmed");
            if (!confirmed.at("/data/event_type").asString().equals(type)) {
                throw new AssertionError("confirmed " + confirmed);
            }
        }
        return this;
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    WebSocket socket() {
        return socket;
    }

    /// The next message, whatever it is.
    JsonNode next() {
        try {
            String text = texts.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
            if (text == null) {
                throw new AssertionError("Nothing came");
            }
            last = text;
            return JSON.readTree(text);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The message that came last, digit for digit.
    String lastText() {
        return last;
    }

    /// The next message, which must be this.
    JsonNode next(String event) {
        JsonNode message = next();
        if (!message.path("event").asString().equals(event)) {
            throw new AssertionError("Expected " + event + " but got " + message);
        }
        return message;
    }

    /// The answer to a ping comes behind all that was said before, so what is here by then is all.
    List<JsonNode> untilPong() {
        send("{\"type\":\"ping\",\"event\":\"heartbeat\",\"data\":{}}");
        List<JsonNode> before = new ArrayList<>();
        for (JsonNode message = next(); ; message = next()) {
            if (message.path("event").asString().equals("pong")) {
                return before;
            }
            before.add(message);
        }
    }

    int closeCode() {
        return closed.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            texts.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
