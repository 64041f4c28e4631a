package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.schema.ExactJson;
import de.aktienanalyse.schema.SchemaCheck;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// The OpenAPI document says what the gateway does: neither less nor more.
@GatewayTest
class OpenApiTests {
    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    @Test
    void everyRouteIsInItAndNothingElse() throws Exception {
        Set<String> documented = new TreeSet<>();
        object(document(), "paths")
                .forEach((path, methods) ->
                        ((Map<?, ?>) methods)
                                .keySet()
                                .forEach(method ->
                                        documented.add(
                                                String.valueOf(method).toUpperCase(Locale.ROOT)
                                                        + " "
                                                        + path)));

        assertThat(documented).isEqualTo(mapped());
    }

    /// What Spring would serve; a path per command.
    private Set<String> mapped() {
        Set<String> mapped = new TreeSet<>();
        mapping.getHandlerMethods()
                .keySet()
                .forEach(info ->
                        info.getPatternValues().stream()
                                .filter(path -> path.startsWith("/api/"))
                                .forEach(path ->
                                        info.getMethodsCondition()
                                                .getMethods()
                                                .forEach(method ->
                                                        mapped.add(method + " " + path))));
        assertThat(mapped.remove("POST /api/commands/{command}")).isTrue();
        CommandTypes.all()
                .forEach(type -> mapped.add("POST /api/commands/" + CommandTypes.nameOf(type)));
        return mapped;
    }

    @Test
    void noReferenceDanglesAndNoIdIsTwice() throws Exception {
        Map<String, Object> document = document();
        List<String> references = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        collect(document, "$ref", references);
        collect(document, "operationId", ids);

        assertThat(document).containsEntry("openapi", "3.1.0");
        assertThat(references).hasSizeGreaterThan(100);
        for (String reference : references) {
            assertThat(reference).startsWith("#/");
            assertThat(object(document, reference.substring(2).split("/"))).isNotEmpty();
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/portfolio, /api/portfolio",
        "/api/trading/orders/history, /api/trading/orders/history",
        "/api/recommendations, /api/recommendations",
        "/api/analysis/AAPL, /api/analysis/{symbol}",
        "/api/analysis/NONE, /api/analysis/{symbol}",
        "/api/market/prices, /api/market/prices",
        "/api/market/prices?nonsense=1, /api/market/prices",
        "/api/system/status, /api/system/status",
        "/api/connections, /api/connections",
    })
    void realAnswersConform(String path, String documented) throws Exception {
        check("GET", send(request(path).build()), documented);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "place_order|{\"symbol\":\"OPEN\",\"side\":\"buy\",\"quantity\":1.50}",
                "place_order|{}",
                "cancel_order|{\"order_id\":\"none\"}",
            })
    void realAnswersToCommandsConform(String command, String data) throws Exception {
        HttpResponse<String> answer =
                send(
                        request("/api/commands/" + command)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(data))
                                .build());

        check("POST", answer, "/api/commands/" + command);
    }

    @Test
    void peopleReadItInTheirLanguageWithoutAnythingFromElsewhere() throws Exception {
        HttpResponse<String> german =
                send(request("/api/docs").header("Accept-Language", "de").build());
        HttpResponse<String> english = send(request("/api/docs").build());

        assertThat(german.body()).contains("lang=\"de\"", "Antworten", "/api/portfolio");
        assertThat(english.body()).contains("lang=\"en\"", "Answers", "place_order");
        assertThat(english.body()).doesNotContain("<script", "http://", "https://", "style=");
        assertThat(send(request("/api/docs.css").build()).statusCode()).isEqualTo(200);
    }

    private void check(String method, HttpResponse<String> answer, String documented)
            throws Exception {
        Map<String, Object> document = document();
        Map<String, Object> operation =
                object(
                        document,
                        "paths",
                        documented,
                        method.toLowerCase(Locale.ROOT),
                        "responses",
                        Integer.toString(answer.statusCode()));
        if (operation.get("$ref") instanceof String reference) {
            operation = object(document, reference.substring(2).split("/"));
        }
        Map<String, Object> schema =
                ExactJson.copy(object(operation, "content", "application/json", "schema"));
        schema.put("components", object(document, "components"));

        assertThat(SchemaCheck.of(schema).errors(answer.body().getBytes(StandardCharsets.UTF_8)))
                .as(answer.body())
                .isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> from, String... steps) {
        Map<String, Object> found = from;
        for (String step : steps) {
            assertThat(found).containsKey(step);
            found = (Map<String, Object>) found.getOrDefault(step, Map.of());
        }
        return found;
    }

    private static void collect(Object value, String key, List<String> found) {
        if (value instanceof Map<?, ?> object) {
            object.forEach((name, inner) -> {
                if (name.equals(key) && inner instanceof String text) {
                    found.add(text);
                } else {
                    collect(inner, key, found);
                }
            });
        } else if (value instanceof List<?> list) {
            list.forEach(item -> collect(item, key, found));
        }
    }

    private Map<String, Object> document() throws Exception {
        return ExactJson.object(
                send(request("/api/openapi.json").build()).body().getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + FreshData.TOKEN);
    }
}
