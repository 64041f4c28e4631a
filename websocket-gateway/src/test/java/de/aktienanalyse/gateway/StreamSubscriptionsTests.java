package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.gateway.fanout.Fanout;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// Several subscriptions on one stream: each is taken or refused by itself, under its own id.
@GatewayTest
class StreamSubscriptionsTests {

    @LocalServerPort int port;
    @Autowired InMemoryEventBus bus;
    @Autowired Fanout fanout;

    @Test
    void whatIsRefusedIsNamedAndTheRestGoesOn() throws Exception {
        String body =
                """
                {"subscriptions":[
                  {"correlation_id":"rate","event_types":["market.price_update"],"max_rate_hz":5000},
                  {"correlation_id":"glob","event_types":["market.bar","no event"]},
                  {"correlation_id":"none"},
                  {"correlation_id":"good","event_types":["trading.*"]}]}\
                """;
        try (StreamClient client = StreamClient.post(port, body, null)) {
            List<StreamClient.Event> told = new ArrayList<>();
            while (told.size() < 5) {
                told.add(client.next());
            }
            bus.publish(SampleEvents.fill("good-1"));

            assertThat(told)
                    .extracting(event -> said(event.data()))
                    .containsExactlyInAnyOrder(
                            "rate invalid_message_format data.max_rate_hz",
                            "none invalid_message_format data.event_types",
                            "glob subscription.confirmed market.bar",
                            "glob invalid_subscription data.event_types[1]",
                            "good subscription.confirmed trading.*");
            assertThat(client.next().data().at("/data/order_id").asString()).isEqualTo("good-1");
        }
    }

    @Test
    void thoseThatAreTooManyAreNamed() throws Exception {
        String names =
                IntStream.range(0, 200)
                        .mapToObj("\"trading.none%d\""::formatted)
                        .collect(Collectors.joining(","));
        String body =
                "{\"subscriptions\":[{\"event_types\":[\"trading.first\"]},"
                        + "{\"correlation_id\":\"many\",\"event_types\":["
                        + names
                        + "]}]}";
        try (StreamClient client = StreamClient.post(port, body, null)) {
            JsonNode refused = client.until("error.too_many_subscriptions").getLast().data();
            assertThat(said(refused))
                    .isEqualTo("many too_many_subscriptions data.event_types[199]");
        }
    }

    @Test
    void eachHasItsOwnFilters() throws Exception {
        String body =
                """
                {"subscriptions":[
                  {"event_types":["market.price_update"],"symbols":["OWNA"],"snapshot":false},
                  {"event_types":["trading.*"],"symbols":["OWNB"]}]}\
                """;
        try (StreamClient client = StreamClient.post(port, body, null)) {
            client.next();
            client.next();
            bus.publish(SampleEvents.price("OWNB", "1.50"));
            bus.publish(SampleEvents.fill("not-asked", "OWNA"));
            bus.publish(SampleEvents.price("OWNA", "2.50"));
            bus.publish(SampleEvents.fill("asked", "OWNB"));

            assertThat(List.of(client.next(), client.next()))
                    .extracting(event -> event.data().at("/data/symbol").asString())
                    .containsExactlyInAnyOrder("OWNA", "OWNB");
        }
    }

    @Test
    void allResumeTogetherAndWhatSeveralWantComesOnce() throws Exception {
        String subscriptions =
                """
                {"subscriptions":[{"correlation_id":"a","event_types":["trading.order_filled"]},
                  {"correlation_id":"b","event_types":["trading.*"]}],"positions":[%s]}\
                """;
        String last;
        JsonNode begin;
        try (StreamClient client = StreamClient.post(port, subscriptions.formatted(""), null)) {
            begin = client.next().data().at("/data/positions");
            last = client.next().id();
        }
        for (int i = 0; i < 20; i++) {
            bus.publish(SampleEvents.fill("together-" + i, "S" + i % 5));
        }

        resumes(subscriptions.formatted(""), last, 20);
        // With what was told live meanwhile.
        resumes(subscriptions.formatted(list(begin)), null, 21);
    }

    private void resumes(String body, @Nullable String lastEventId, int missed) throws Exception {
        try (StreamClient client = StreamClient.post(port, body, lastEventId)) {
            List<StreamClient.Event> told = client.until("system.resumed");
            bus.publish(SampleEvents.fill("live"));

            assertThat(told)
                    .filteredOn(event -> event.name().equals("trading.order_filled"))
                    .extracting(event -> event.data().path("position").asString())
                    .hasSize(missed)
                    .doesNotHaveDuplicates();
            assertThat(told.getLast().data().at("/data/events").asInt()).isEqualTo(missed);
            assertThat(client.next().data().at("/data/order_id").asString())
                    .as("nothing is left to resume")
                    .isEqualTo("live");
        }
    }

    @Test
    void aQueryMayHaveACorrelationIdToo() throws Exception {
        String query = "event_types=trading.*,no%20event&correlation_id=q-1";
        try (StreamClient client = StreamClient.open(port, query, null)) {
            assertThat(said(client.next().data()))
                    .isEqualTo("q-1 subscription.confirmed trading.*");
            assertThat(said(client.next().data()))
                    .isEqualTo("q-1 invalid_subscription data.event_types[1]");
        }
        assertThat(send("/api/events?wait=5&" + query).body())
                .contains("\"correlation_id\":\"q-1\"", "data.event_types[1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|body",
                "null|body",
                "{}|subscriptions",
                "{\"subscriptions\":[null]}|subscriptions[0]",
                "{\"subscriptions\":[{}],\"positions\":[\"somewhere\"]}|positions",
            })
    void whatIsWrongAboutTheWholeIsNamed(String body, String field) throws Exception {
        HttpResponse<String> answer = post(body, "Authorization", "Bearer " + FreshData.TOKEN);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
        // Nobody's place is taken.
        await().until(() -> fanout.connections().join().isEmpty());
    }

    private HttpResponse<String> post(String body, String header, String value) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri("/api/events/stream"))
                                .header(header, value)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri(path))
                                .header("Authorization", "Bearer " + FreshData.TOKEN)
                                .build(),
                        BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /// Which subscription, what, and of what.
    private static String said(JsonNode message) {
        JsonNode data = message.path("data");
        return String.join(
                " ",
                message.path("correlation_id").asString(),
                message.path("event").asString(),
                data.path("event_type").asString(data.path("field").asString("")));
    }

    private static String list(JsonNode positions) {
        Set<String> texts =
                positions.valueStream().map(JsonNode::toString).collect(Collectors.toSet());
        return String.join(",", texts);
    }
}
