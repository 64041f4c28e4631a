package de.aktienanalyse.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request with headers of its own from one of this machine's loopback addresses, as of a reverse
/// proxy or of somebody who plays one.
final class Visit {
    private static final JsonMapper JSON = new JsonMapper();
    private final String authority;
    private final HttpClient http;
    private final List<String> headers = new ArrayList<>();

    /// @param address whence: `127.0.0.1`, `127.0.0.2`
    Visit(int port, String address) {
        this.authority = "127.0.0.1:" + port;
        this.http = HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)).build();
    }

    record Answer(int status, String body) {
        String code() {
            return json().path("code").asString("");
        }

        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    Visit with(String header, String value) {
        headers.add(header);
        headers.add(value);
        return this;
    }

    /// As a browser does on our page.
    Visit fromOurPage() {
        return with("Origin", "http://" + authority);
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer post(String path, String json) {
        return send("POST", path, json);
    }

    Answer send(String method, String path, String json) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + authority + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// 101, or the status that the handshake was refused with.
    int handshake() {
        try {
            socket(new WebSocket.Listener() {}).abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    /// The code that an open socket is closed with.
    CompletableFuture<Integer> closeCode() {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        var _ =
                socket(
                        new WebSocket.Listener() {
                            @Override
                            public CompletableFuture<?> onClose(
                                    WebSocket socket, int code, String reason) {
                                closed.complete(code);
                                return CompletableFuture.completedFuture(null);
                            }
                        });
        return closed;
    }

    private WebSocket socket(WebSocket.Listener listener) {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        for (int i = 0; i < headers.size(); i += 2) {
            builder.header(headers.get(i), headers.get(i + 1));
        }
        return builder.buildAsync(URI.create("ws://" + authority + "/ws"), listener).join();
    }
}
