package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/// What stands in path, query and body arrives at the bus's owner as the command's data. The owners
/// of these tests answer with what they got.
@GatewayTest
class BusRoutesTests {
    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort int port;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/api/bus/journal?event_type=trading.*&oldest_first=true&limit=7&from=2025-01-25T00:00:00Z"
                        + "||{\"event_type\":\"trading.*\",\"from\":\"2025-01-25T00:00:00Z\",\"oldest_first\":true,\"limit\":7}",
                "POST|/api/bus/schemas/stock.analysis.completed/check|{\"type\":\"object\",\"minimum\":1.50}"
                        + "|{\"type\":\"stock.analysis.completed\",\"schema\":{\"type\":\"object\",\"minimum\":1.50}}",
                "PUT|/api/bus/routing/trading.order.*|{\"targets\":[\"auswertung.trades\"]}"
                        + "|{\"pattern\":\"trading.order.*\",\"targets\":[\"auswertung.trades\"]}",
                "PUT|/api/bus/routing/a.*|{\"pattern\":\"b.*\",\"targets\":[]}|{\"pattern\":\"a.*\",\"targets\":[]}",
                "DELETE|/api/bus/routing/trading.order.*||{\"pattern\":\"trading.order.*\"}",
                "POST|/api/bus/replays/r-1/pause||{\"replay_id\":\"r-1\"}",
            })
    void pathQueryAndBodyBecomeData(String method, String path, String body, String data)
            throws Exception {
        HttpResponse<String> answer = send(method, path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(data);
    }

    @Test
    void whatIsMissingOrNoObjectIsSaid() throws Exception {
        HttpResponse<String> missing = send("POST", "/api/bus/dead-letters/discard", "{}");
        HttpResponse<String> list = send("POST", "/api/bus/dead-letters/retry", "[1]");
        HttpResponse<String> flag = send("GET", "/api/bus/journal?oldest_first=maybe", null);

        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.body()).contains("\"field\":\"group\"");
        assertThat(list.statusCode()).isEqualTo(400);
        assertThat(list.body()).contains("\"field\":\"body\"");
        assertThat(flag.body()).contains("\"field\":\"oldest_first\"");
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body)
            throws Exception {
        BodyPublisher publisher =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + FreshData.TOKEN)
                        .method(method, publisher);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
