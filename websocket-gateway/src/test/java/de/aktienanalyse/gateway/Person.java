package de.aktienanalyse.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody at a browser on the gateway's page: keeps the cookie that was given.
final class Person {
    static final String PASSWORD = "zwölf-wilde-Zebras";

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port;
    private String cookie = "";
    private String token = "";
    private String origin;

    Person(int port) {
        this.port = port;
        this.origin = "http://127.0.0.1:" + port;
    }

    /// The owner Anna, set up by the link of the first start when nobody has done so.
    static Person owner(int port, Path folder) throws IOException {
        Person anna = new Person(port);
        Path link = folder.resolve("setup-token");
        if (Files.exists(link)) {
            anna.setUp(Files.readString(link).strip(), "Anna");
        } else {
            anna.logIn("Anna", PASSWORD);
        }
        return anna;
    }

    record Answer(int status, String body, HttpResponse<String> response) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /// `name=value`; empty: none.
    String cookie() {
        return cookie;
    }

    Person with(String cookie) {
        this.cookie = cookie;
        return this;
    }

    /// A script instead.
    Person withToken(String token) {
        this.token = token;
        return this;
    }

    /// On a page of another origin.
    Person from(String origin) {
        this.origin = origin;
        return this;
    }

    Answer get(String path) {
        return send(request(path));
    }

    Answer post(String path, String json) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    /// @param key the request's `Idempotency-Key`
    Answer post(String path, String json, String key) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(json)));
    }

    /// @param json null: no body
    Answer send(String method, String path, @Nullable String json) {
        HttpRequest.Builder request = request(path);
        return send(
                json == null
                        ? request.method(method, BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(json)));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer setUp(String token, String name) {
        return post(
                "/api/setup",
                """
                {"token":"%s","name":"%s","password":"%s"}\
                """
                        .formatted(token, name, PASSWORD));
    }

    Answer logIn(String name, String password) {
        return post(
                "/api/session",
                """
                {"name":"%s","password":"%s"}\
                """
                        .formatted(name, password));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Origin", origin);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            response.headers()
                    .firstValue("Set-Cookie")
                    .ifPresent(given -> cookie = given.split(";", 2)[0]);
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
