package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.schema.ExactJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/// Whatever is wrong with a request, the answer says what and where, in one shape.
@GatewayTest
class RestProblemTests {
    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort int port;

    @ParameterizedTest
    @CsvSource({
        "/api/portfolio?portfolio=x, portfolio",
        "/api/trading/orders/history?limit=0, limit",
        "/api/trading/orders/history?limit=501, limit",
        "/api/trading/orders/history?limit=ten, limit",
        "/api/trading/orders/history?limit=99999999999999999999, limit",
        "/api/trading/orders/history?limit=1&limit=2, limit",
        "/api/trading/orders/history?symbol=, symbol",
        "/api/analysis/AAPL?limit=5, limit",
        "/api/market/history/AAPL?from=yesterday, from",
        "/api/market/prices?symbol=AAPL, symbol",
        "/api/performance?to=2025-13-01, to",
        "/api/audit?before=x, before",
        "/api/audit?cursor=x, cursor",
        "/api/audit?limit=-5, limit",
        "/api/audit/verification?x=1, x",
        "/api/tokens?x=1, x",
        "/api/users?x=1, x",
    })
    void aBadParameterIsNamed(String path, String field) throws Exception {
        HttpResponse<String> answer = send(request(path).build());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        Map<String, Object> problem = problem(answer);
        assertThat(problem).containsEntry("field", field);
    }

    @ParameterizedTest
    @CsvSource({
        "POST /api/session, {",
        "POST /api/session, null",
        "POST /api/session, []",
        "POST /api/session, ''",
        "POST /api/session, '{\"name\":{\"a\":1}}'",
        "POST /api/setup, 5",
        "POST /api/session/confirm, null",
        "POST /api/tokens, [[[[",
        "POST /api/users/invitations, 'x'",
        "PUT /api/bus/routing/x, null",
        "POST /api/bus/replays, null",
        "POST /api/bus/dead-letters/retry, []",
    })
    void aBodyThatIsNoneIsNoErrorOfOurs(String call, String body) throws Exception {
        String[] parts = call.split(" ");
        HttpResponse<String> answer =
                send(
                        request(parts[1])
                                .header("Content-Type", "application/json")
                                .method(parts[0], BodyPublishers.ofString(body))
                                .build());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(problem(answer)).containsEntry("field", "body");
    }

    @Test
    void aBrokenEscapeIsNoError() throws Exception {
        // The JDK's client would not send it.
        try (RawClient client = new RawClient(port, 4096)) {
            assertThat(
                            client.request(
                                    "GET /api/portfolio?portfolio_id=%zz HTTP/1.1\r\nHost: 127.0.0.1:"
                                            + port
                                            + "\r\nAuthorization: Bearer "
                                            + FreshData.TOKEN
                                            + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void whatSpringRefusesHasTheSameShape() throws Exception {
        HttpResponse<String> none = send(request("/api/none").build());
        HttpResponse<String> method =
                send(request("/api/portfolio").DELETE().header("Accept", "text/html").build());
        HttpResponse<String> type = send(command("place_order", "{}", "text/plain", null));

        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(problem(none)).containsEntry("code", "not_found");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("Allow").orElse("")).contains("GET");
        assertThat(problem(method)).containsEntry("code", "method_not_allowed");
        assertThat(type.statusCode()).isEqualTo(415);
        assertThat(problem(type)).containsEntry("code", "unsupported_media_type");
    }

    @Test
    void aRefusedCommandHasTheProblemBesideItsWholeAnswer() throws Exception {
        HttpResponse<String> answer =
                send(command("place_order", "{\"symbol\":\"AAPL\"}", "application/json", "k-1"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(problem(answer))
                .containsEntry("code", "invalid_command")
                .containsEntry("field", "side")
                .containsEntry("status", "error")
                .containsEntry("command", "place_order")
                .containsKey("result");
    }

    @Test
    void bodiesAndHeadersAreBounded() throws Exception {
        String large = "{\"content\":\"" + "x".repeat(1024 * 1024) + "\"}";
        HttpResponse<String> big =
                send(command("import_transactions", large, "application/json", "k-2"));
        HttpResponse<String> key =
                send(command("place_order", "{}", "application/json", "k".repeat(129)));
        HttpResponse<String> expired =
                send(
                        command(
                                "place_order?expires_at=2020-01-01T00:00:00Z",
                                "{\"symbol\":\"AAPL\",\"side\":\"buy\",\"quantity\":1}",
                                "application/json",
                                "k-3"));

        assertThat(big.statusCode()).isEqualTo(413);
        assertThat(problem(big)).containsEntry("code", "too_large");
        assertThat(key.statusCode()).isEqualTo(400);
        assertThat(problem(key)).containsEntry("field", "Idempotency-Key");
        assertThat(expired.statusCode()).isEqualTo(400);
        assertThat(problem(expired)).containsEntry("field", "expires_at");
    }

    @Test
    void theClientsCorrelationIdComesBack() throws Exception {
        HttpResponse<String> answer =
                send(request("/api/portfolio").header("X-Correlation-Id", "mine-7").build());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Correlation-Id")).contains("mine-7");
    }

    private static Map<String, Object> problem(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("json");
        Map<String, Object> problem = ExactJson.object(answer.body().getBytes());
        assertThat(problem).containsKeys("code", "message");
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("trace");
        return problem;
    }

    private HttpRequest command(
            String command, String body, String contentType, @Nullable String key) {
        HttpRequest.Builder request =
                request("/api/commands/" + command)
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(body));
        return (key == null ? request : request.header("Idempotency-Key", key)).build();
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + FreshData.TOKEN);
    }
}
