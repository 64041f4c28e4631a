package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.fanout.Fanout;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who cannot have a WebSocket gets the same events by HTTP, with the same promises.
@GatewayTest
class StreamingTests {
    private static final JsonMapper JSON = new JsonMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort int port;
    @Autowired InMemoryEventBus bus;
    @Autowired MeterRegistry metrics;
    @Autowired Fanout fanout;

    @Test
    void eventsComeAsTheyAreWithAllPositionsAsTheirId() throws Exception {
        try (StreamClient client = StreamClient.open(port, "event_types=trading.*", null)) {
            assertThat(client.response().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            assertThat(client.response().headers().firstValue("Cache-Control"))
                    .contains("no-store");
            StreamClient.Event begin = client.next();
            bus.publish(SampleEvents.fill("sse-1"));
            StreamClient.Event fill = client.next();

            assertThat(begin.name()).isEqualTo("system.subscription.confirmed");
            assertThat(begin.id()).startsWith("~trading.0@");
            assertThat(fill.name()).isEqualTo("trading.order_filled");
            assertThat(fill.data().path("type").asString()).isEqualTo("trading");
            assertThat(fill.data().at("/data/order_id").asString()).isEqualTo("sse-1");
            assertThat(fill.data().path("position").asString()).startsWith("trading.");
            assertThat(fill.id()).isNotEqualTo(begin.id());
        }
    }

    @Test
    void filtersHoldAndCurrentValuesComeFirst() throws Exception {
        bus.publish(SampleEvents.price("SSEA", "1.50"));
        bus.publish(SampleEvents.price("SSEB", "2.50"));
        await().until(() ->
                fanout.currentValues("market.price_update", Set.of("SSEB")).join().size() == 1);

        try (StreamClient client =
                StreamClient.open(port, "event_types=market.price_update&symbols=SSEA", null)) {
            client.next();
            assertThat(client.next().data().at("/data/symbol").asString()).isEqualTo("SSEA");
            bus.publish(SampleEvents.price("SSEB", "3.50"));
            bus.publish(SampleEvents.price("SSEA", "4.25"));
            assertThat(client.next().data().at("/data/price").asString()).isEqualTo("4.25");
        }
    }

    @Test
    void aClientThatComesBackWithItsLastIdMissesNothingAndGetsNothingTwice() throws Exception {
        String last;
        try (StreamClient client = StreamClient.open(port, "event_types=trading.*", null)) {
            client.next();
            bus.publish(SampleEvents.fill("seen"));
            last = client.next().id();
        }
        for (int i = 0; i < 30; i++) {
            bus.publish(SampleEvents.fill("missed-" + i, "S" + i % 5));
        }

        try (StreamClient client = StreamClient.open(port, "event_types=trading.*", last)) {
            List<StreamClient.Event> told = client.until("system.resumed");
            bus.publish(SampleEvents.fill("live"));

            assertThat(orderIds(told.stream().map(StreamClient.Event::data).toList()))
                    .hasSize(30)
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.startsWith("missed-"));
            assertThat(client.next().data().at("/data/order_id").asString()).isEqualTo("live");
        }
    }

    @Test
    void whatCannotBeResumedIsAGap() throws Exception {
        String query = "event_types=trading.*&positions=trading.1@0-7";
        try (StreamClient client = StreamClient.open(port, query, null)) {
            StreamClient.Event gap = client.until("system.gap").getLast();

            assertThat(gap.data().at("/data/reload").isEmpty()).isFalse();
            assertThat(gap.id()).doesNotContain("trading.1@0-7");
        }
    }

    @Test
    void aStreamThatIsNotReadEndsAndDelaysNobody() throws Exception {
        double closes = slowCloses();
        try (RawClient stuck = new RawClient(port, 4096);
                StreamClient reader = StreamClient.open(port, "event_types=trading.*", null)) {
            stuck.send(
                    ("GET /api/events/stream?event_types=trading.* HTTP/1.1\r\nHost: 127.0.0.1:"
                                    + port
                                    + "\r\nAuthorization: Bearer "
                                    + FreshData.TOKEN
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            reader.next();
            await().until(() -> fanout.connections().join().size() >= 2);
            for (int i = 0; i < 4_000; i++) {
                bus.publish(SampleEvents.fill("flood-" + i));
            }

            List<String> got = new ArrayList<>();
            while (got.size() < 4_000) {
                JsonNode data = reader.next().data();
                if (data.path("event").asString().equals("trading.order_filled")) {
                    got.add(data.at("/data/order_id").asString());
                }
            }
            assertThat(got).doesNotHaveDuplicates();
            await().atMost(Duration.ofSeconds(10)).until(() -> slowCloses() > closes);
        }
    }

    /// Tomcat uses a request again as soon as it is over: what still belongs to the one before must
    /// not touch it.
    @Test
    void streamsThatComeAndGoDoNotEndEachOther() throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
            List<Future<String>> begun = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                begun.add(clients.submit(this::comeAndGo));
            }
            for (Future<String> each : begun) {
                assertThat(each.get()).isEqualTo("system.subscription.confirmed");
            }
        }
    }

    private String comeAndGo() throws Exception {
        while (true) {
            try (StreamClient client = StreamClient.open(port, "event_types=analysis.*", null)) {
                // Those who have just gone may count until that is noticed.
                if (client.response().statusCode() != 429) {
                    StreamClient.Event event;
                    do {
                        event = client.next();
                    } while (event.name().endsWith(".response"));
                    return event.name();
                }
            } finally {
                // So that the gateway notices who has gone.
                bus.publish(outcomeOf(Actor.OWNER, "come-and-go-" + System.nanoTime()));
            }
        }
    }

    @Test
    void aPollAnswersAsSoonAsThereIsSomethingAndTheNextOneGoesOnBehindIt() throws Exception {
        JsonNode first = poll("event_types=trading.*&wait=0");
        CompletableFuture<JsonNode> waiting = pollAsync(next("event_types=trading.*", first));
        await().until(() -> !fanout.connections().join().isEmpty());
        bus.publish(SampleEvents.fill("poll-1"));
        JsonNode second = waiting.join();
        bus.publish(SampleEvents.fill("poll-2", "A"));
        bus.publish(SampleEvents.fill("poll-3", "B"));
        bus.publish(SampleEvents.fill("poll-4", "A"));
        List<JsonNode> rest = new ArrayList<>();
        JsonNode answer = second;
        while (rest.size() < 3) {
            answer = poll(next("event_types=trading.*", answer));
            answer.path("messages").forEach(rest::add);
        }

        assertThat(first.path("messages").isEmpty()).isTrue();
        assertThat(first.path("positions").size()).isGreaterThanOrEqualTo(8);
        assertThat(orderIds(messages(second))).containsExactly("poll-1");
        assertThat(orderIds(rest)).containsExactlyInAnyOrder("poll-2", "poll-3", "poll-4");
    }

    @Test
    void theOutcomeOfACommandByRestComesOnTheStreamTooAndOnceAfterAReconnect() throws Exception {
        String before;
        String after;
        try (StreamClient client = StreamClient.open(port, "event_types=analysis.*", null)) {
            before = client.next().id();
            assertThat(place("stream-1").statusCode()).isEqualTo(200);
            // What others asked is none of its business.
            bus.publish(outcomeOf("stranger", "stream-2"));

            StreamClient.Event answer = client.next();
            assertThat(answer.name()).isEqualTo("place_order.response");
            assertThat(answer.data().path("correlation_id").asString()).isEqualTo("stream-1");
            assertThat(answer.data().at("/data/status").asString()).isEqualTo("success");
            assertThat(answer.data().path("position").asString()).startsWith("user.");
            assertThat(answer.id()).isNotEqualTo(before);
            after = answer.id();
            bus.publish(outcomeOf(Actor.OWNER, "stream-3"));
            assertThat(client.next().data().path("event").asString())
                    .isEqualTo("cancel_order.response");
        }

        try (StreamClient client = StreamClient.open(port, "event_types=analysis.*", before)) {
            assertThat(client.until("system.resumed"))
                    .extracting(StreamClient.Event::name)
                    .containsExactlyInAnyOrder(
                            "system.subscription.confirmed",
                            "place_order.response",
                            "cancel_order.response",
                            "system.resumed");
        }
        try (StreamClient client = StreamClient.open(port, "event_types=analysis.*", after)) {
            assertThat(client.until("system.resumed"))
                    .extracting(StreamClient.Event::name)
                    .doesNotContain("place_order.response")
                    .contains("cancel_order.response");
        }
    }

    @Test
    void theOutcomeOfACommandByRestComesInOnePollAndInNoOther() throws Exception {
        JsonNode first = poll("event_types=analysis.*&wait=0");
        assertThat(place("poll-1").statusCode()).isEqualTo(200);

        JsonNode second = poll(next("event_types=analysis.*", first));
        JsonNode third = poll(next("event_types=analysis.*&wait=0", second));

        assertThat(messages(second))
                .extracting(message -> message.path("correlation_id").asString())
                .containsExactly("poll-1");
        assertThat(messages(third)).isEmpty();
    }

    @Test
    void theLastPriceBetweenTwoPollsComesWithTheNextAndWithNoOther() throws Exception {
        String query = "event_types=market.price_update&symbols=POLL";
        bus.publish(SampleEvents.price("POLL", "1.25"));
        await().until(() ->
                fanout.currentValues("market.price_update", Set.of("POLL")).join().size() == 1);
        JsonNode first = poll(query + "&wait=0");
        bus.publish(SampleEvents.price("POLL", "2.25"));
        bus.publish(SampleEvents.price("POLL", "3.25"));
        await().until(() ->
                fanout.currentValues("market.price_update", Set.of("POLL"))
                        .join()
                        .toString()
                        .contains("3.25"));

        JsonNode second = poll(next(query, first));
        JsonNode third = poll(next(query + "&wait=0", second));

        assertThat(prices(first)).containsExactly("1.25");
        assertThat(prices(second)).containsExactly("3.25");
        assertThat(messages(third)).isEmpty();
    }

    private static List<String> prices(JsonNode answer) {
        return messages(answer).stream()
                .map(message -> message.at("/data/price").decimalValue().toString())
                .toList();
    }

    private static CommandCompleted outcomeOf(String actor, String commandId) {
        return new CommandCompleted(
                actor, commandId, "cancel_order", AnswerStatus.SUCCESS, new RawJson("{}"));
    }

    private HttpResponse<String> place(String id) throws Exception {
        return http.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:" + port + "/api/commands/place_order"))
                        .header("Authorization", "Bearer " + FreshData.TOKEN)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", id)
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"symbol\":\"AAPL\",\"side\":\"buy\",\"quantity\":1}"))
                        .build(),
                BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/events/stream, event_types",
        "/api/events/stream?event_types=*&nonsense=1, nonsense",
        "/api/events/stream?event_types=*&snapshot=maybe, snapshot",
        "/api/events/stream?event_types=*&positions=somewhere, positions",
        "/api/events/stream?event_types=*&max_rate_hz=0, max_rate_hz",
        "/api/events?event_types=*&wait=61, wait",
        "/api/events?event_types=*&wait=soon, wait",
        "/api/events, event_types",
    })
    void whatIsWrongIsNamed(String path, String field) throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .header("Authorization", "Bearer " + FreshData.TOKEN)
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    }

    private double slowCloses() {
        return metrics.get("aktien.gateway.slow.closes").counter().count();
    }

    private static String next(String query, JsonNode answer) {
        return query
                + "&positions="
                + URLEncoder.encode(answer.path("next").asString(), StandardCharsets.UTF_8);
    }

    private static List<JsonNode> messages(JsonNode answer) {
        List<JsonNode> messages = new ArrayList<>();
        answer.path("messages").forEach(messages::add);
        return messages;
    }

    private static List<String> orderIds(List<JsonNode> messages) {
        return messages.stream()
                .filter(message -> message.path("event").asString().equals("trading.order_filled"))
                .map(message -> message.at("/data/order_id").asString())
                .toList();
    }

    private JsonNode poll(String query) {
        return pollAsync(query).join();
    }

    private CompletableFuture<JsonNode> pollAsync(String query) {
        return http.sendAsync(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://127.0.0.1:"
                                                        + port
                                                        + "/api/events?"
                                                        + query))
                                .header("Authorization", "Bearer " + FreshData.TOKEN)
                                .timeout(Duration.ofSeconds(15))
                                .build(),
                        BodyHandlers.ofString())
                .thenApply(answer -> {
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    return JSON.readTree(answer.body());
                });
    }
}
