package de.aktienanalyse.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/// What a browser does before it may see anything.
final class Login {
    static final String NAME = "Anna";
    static final String PASSWORD = "zwölf-wilde-Zebras";

    private Login() {}

    /// Makes the owner.
    ///
    /// @return the session's cookie, `name=value`
    static String setUp(URI page, String token) {
        HttpResponse<String> answer = post(page.resolve("/api/setup"), wish(token));
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    /// What the page sends for the one-time link.
    static String wish(String token) {
        return """
        {"token": "%s", "name": "%s", "password": "%s"}\
        """
                .formatted(token, NAME, PASSWORD);
    }

    private static HttpResponse<String> post(URI uri, String json) {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
