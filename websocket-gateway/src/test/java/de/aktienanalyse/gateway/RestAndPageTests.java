package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.InMemoryEventBus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/// What a script or a page sees by HTTP.
@GatewayTest
class RestAndPageTests {
    private static final String[] GAPS = {
        "trimmed", "too_long", "epoch", "ahead", "republished", "unavailable", "too_often"
    };
    private static final String[] CLOSES = {
        "1001", "1002", "1003", "1007", "1008", "1009", "1013", "4000", "4401", "4403", "4429"
    };

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort int port;
    @Autowired InMemoryEventBus bus;

    @Test
    void aGetAnswersTheBareResultDigitForDigit() throws Exception {
        HttpResponse<String> answer = get("/api/portfolio");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("json");
        assertThat(answer.body())
                .isEqualTo("{\"portfolio_id\":\"depot-1\",\"total_value\":100000.00}");
        assertThat(get("/api/trading/orders/history?limit=5").body())
                .contains("{\"items\":[{\"order_id\":\"order-1\"", "\"quantity\":1.50,");
        assertThat(get("/api/recommendations").body())
                .isEqualTo("{\"items\":[{\"symbol\":\"AAPL\",\"score\":18.50}]}");
    }

    @Test
    void oneSharesAnalysisIsTheNewestOrSaidToBeMissing() throws Exception {
        assertThat(get("/api/analysis/AAPL").body())
                .isEqualTo("{\"symbol\":\"AAPL\",\"score\":18.50}");
        assertThat(get("/api/analysis/NONE").statusCode()).isEqualTo(404);
        assertThat(get("/api/system/status").statusCode()).isEqualTo(404);
    }

    @Test
    void pricesAreTheNewestThatWereHeard() throws Exception {
        bus.publish(SampleEvents.price("REST", "1.00"));
        bus.publish(SampleEvents.price("REST", "1.50"));
        bus.publish(SampleEvents.price("ELSE", "9.00"));

        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(get("/api/market/prices?symbols=REST").body())
                                .contains("\"price\":1.50")
                                .doesNotContain("ELSE"));
    }

    @Test
    void aCommandByPostHasOneEffectPerIdempotencyKey() throws Exception {
        String order = "{\"symbol\":\"POST\",\"side\":\"buy\",\"quantity\":1}";
        HttpResponse<String> first = post("place_order", order, "key-1");
        HttpResponse<String> second = post("place_order", order, "key-1");
        HttpResponse<String> other = post("place_order", order.replace("1}", "2}"), "key-1");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body())
                .isEqualTo(
                        "{\"status\":\"success\",\"command\":\"place_order\","
                                + "\"result\":{\"order_id\":\"order-1\",\"status\":\"accepted\"}}");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(other.statusCode()).isEqualTo(409);
    }

    @Test
    void refusalsHaveTheirStatus() throws Exception {
        assertThat(post("format_disk", "{}", "a").statusCode()).isEqualTo(404);
        assertThat(post("place_order", "{}", "b").statusCode()).isEqualTo(400);
        assertThat(post("place_order", "not json", "c").statusCode()).isEqualTo(400);
        assertThat(post("cancel_order", "{\"order_id\":\"x\"}", "d").statusCode()).isEqualTo(422);
    }

    @Test
    void foreignPagesGetNothing() throws Exception {
        HttpRequest form =
                request("/api/commands/place_order")
                        .header("Origin", "http://evil.example")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))
                        .build();
        HttpRequest plain =
                request("/api/commands/place_order")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{}"))
                        .build();
        assertThat(http.send(form, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        assertThat(http.send(plain, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
        try (RawClient rebound = new RawClient(port, 4096)) {
            assertThat(
                            rebound.request(
                                    "GET /api/portfolio HTTP/1.1\r\nHost: evil.example:"
                                            + port
                                            + "\r\nAuthorization: Bearer "
                                            + FreshData.TOKEN
                                            + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void thePageRunsOnlyItsOwnCodeAndIsAskedForAnewWhileHashedFilesStay() throws Exception {
        HttpResponse<String> view = get("/depot");
        HttpResponse<String> file = get("/assets/app-1234.js");

        assertThat(view.statusCode()).isEqualTo(200);
        assertThat(view.body()).contains("test page");
        assertThat(view.headers().firstValue("Strict-Transport-Security"))
                .as("without TLS it would lock users out")
                .isEmpty();
        assertThat(view.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(view.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'")
                .contains("frame-ancestors 'none'");
        assertThat(file.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(get("/assets/none.js").statusCode()).isEqualTo(404);
        assertThat(get("/api/none").statusCode()).isEqualTo(404);
    }

    /// Also what has not happened yet: an alert needs its zero.
    @Test
    void metricsAreThereForPrometheus() throws Exception {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.untilPong();
        }
        String told = get("/actuator/prometheus").body();

        assertThat(
                        told.lines()
                                .map(line ->
                                        line.replaceFirst(" [^ ]+$", "")
                                                .replaceFirst(",?service=\"[a-z-]+\"", "")
                                                .replace("{}", "")))
                .contains(
                        "aktien_gateway_connections",
                        "aktien_gateway_subscriptions",
                        "aktien_gateway_queue_waiting",
                        "aktien_gateway_queue_deepest",
                        "aktien_gateway_messages_out_total{delivery=\"every\"}",
                        "aktien_gateway_conflated_total",
                        "aktien_gateway_shed_total",
                        "aktien_gateway_resumed_total",
                        "aktien_gateway_slow_closes_total",
                        "aktien_gateway_write_seconds_count",
                        "aktien_gateway_write_seconds_sum",
                        "aktien_gateway_write_pending_seconds_count",
                        "aktien_gateway_price_age_seconds_count",
                        "aktien_gateway_malformed_total{from=\"event\"}")
                .contains(series("gaps", "reason", GAPS))
                .contains(series("closes", "code", CLOSES));
        assertThat(told).doesNotContain("aktien_gateway_write_seconds_count 0\n");
    }

    private static String[] series(String name, String label, String... values) {
        return Arrays.stream(values)
                .map(value -> "aktien_gateway_%s_total{%s=\"%s\"}".formatted(name, label, value))
                .toArray(String[]::new);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String command, String body, String key) throws Exception {
        return http.send(
                request("/api/commands/" + command)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + FreshData.TOKEN);
    }
}
