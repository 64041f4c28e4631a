package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway that stops sends its clients away one after the other, and none of them misses or
/// doubles anything on the one they come to.
class DrainTests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CLIENTS = 15;

    private TestRedis redis;
    private RedisLink link;
    private StreamPublisher publisher;
    private ConfigurableApplicationContext leaving;
    private ConfigurableApplicationContext staying;

    @BeforeEach
    void start() {
        redis = TestRedis.start();
        link = new RedisLink(redis.url());
        link.open();
        publisher = new StreamPublisher(link);
        leaving = RedisGateway.start(redis.url(), "leaving");
        staying = RedisGateway.start(redis.url(), "staying");
    }

    @AfterEach
    void stop() {
        leaving.close();
        staying.close();
        link.close();
        redis.close();
    }

    @Test
    void whatIsSaidDuringTheFarewellIsLostToNobody() {
        List<Leaver> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Leaver(connect(leaving)));
        }
        publisher.say(1, SampleEvents.fill("before"));
        clients.getFirst()
                .client
                .send(
                        """
                        {"type":"user","event":"place_order","correlation_id":"farewell",
                         "command_id":"farewell-key",
                         "data":{"symbol":"AAPL","side":"buy","quantity":1}}\
                        """);
        await().until(() -> link.sync().xlen(Keys.queue("order.execution")) == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(leaving::close);
        int said = 0;
        while (clients.stream().anyMatch(each -> !each.client.closed.isDone())) {
            publisher.say(said % 4, SampleEvents.fill("during-" + said));
            said++;
        }
        // Its owner answers when the one who asked has gone.
        publisher.say(
                2,
                new CommandCompleted(
                        "owner",
                        "farewell-key",
                        "place_order",
                        AnswerStatus.SUCCESS,
                        new RawJson("{\"order_id\":\"order-1\"}")),
                "user.command.completed.owner",
                "farewell",
                null);
        publisher.say(3, SampleEvents.fill("after"));
        stopped.orTimeout(30, TimeUnit.SECONDS).join();

        for (Leaver each : clients) {
            assertThat(each.client.closeCode()).isEqualTo(1001);
            each.takeWhatCame();
        }
        assertThat(clients.stream().map(each -> each.orders.size()).distinct().count())
                .as("they do not all leave at once")
                .isGreaterThan(1);
        for (Leaver each : clients) {
            each.comeBackTo(connect(staying));
            assertThat(each.orders)
                    .as("each once")
                    .hasSize(said + 2)
                    .doesNotHaveDuplicates()
                    .contains("before", "during-0", "during-" + (said - 1), "after");
            assertThat(each.answers).isEqualTo(each == clients.getFirst() ? 1 : 0);
        }
    }

    private static BrowserClient connect(ConfigurableApplicationContext gateway) {
        return BrowserClient.open(RedisGateway.port(gateway), "/ws", null);
    }

    /// Keeps of each message what a client must.
    private static final class Leaver {
        private final BrowserClient client;
        private final String token;
        private final Map<String, String> positions = new HashMap<>();
        private final List<String> orders = new ArrayList<>();
        private int answers;

        Leaver(BrowserClient client) {
            this.client = client;
            token = client.next("connection.established").at("/data/resume_token").asString();
            client.send(
                    """
                    {"type":"subscription","event":"subscribe",
                     "data":{"event_types":["trading.*"],"snapshot":false}}\
                    """);
            take(client.next("subscription.confirmed"));
        }

        void takeWhatCame() {
            client.texts.forEach(text -> take(JSON.readTree(text)));
            client.close();
        }

        void comeBackTo(BrowserClient next) {
            try (next) {
                next.next("connection.established");
                next.send(
                        """
                        {"type":"subscription","event":"subscribe","data":{"event_types":["trading.*"],
                         "snapshot":false,"positions":["%s"],"resume_token":"%s"}}\
                        """
                                .formatted(String.join("\",\"", positions.values()), token));
                next.next("subscription.confirmed");
                JsonNode message;
                do {
                    message = next.next();
                    take(message);
                } while (!message.path("event").asString().equals("resumed"));
                assertThat(next.untilPong()).isEmpty();
            }
        }

        private void take(JsonNode message) {
            switch (message.path("event").asString()) {
                case "trading.order_filled" -> orders.add(message.at("/data/order_id").asString());
                case "place_order.response" -> answers++;
                case "gap" -> throw new AssertionError("lost: " + message);
                default -> {}
            }
            message.at("/data/positions").forEach(each -> keep(each.asString()));
            if (message.has("position")) {
                keep(message.path("position").asString());
            }
        }

        private void keep(String position) {
            positions.put(position.substring(0, position.indexOf('@')), position);
        }
    }
}
