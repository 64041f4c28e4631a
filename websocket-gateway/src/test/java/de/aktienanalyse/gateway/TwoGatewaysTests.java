package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.commands.Command.RefreshPortfolio;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.SystemEvent.ErrorOccurred;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import io.lettuce.core.XTrimArgs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// Two gateways on one Redis, as behind a load balancer: it makes no difference to which a client
/// comes back.
class TwoGatewaysTests {
    private static final String PLACE_ORDER =
            """
            {"type":"user","event":"place_order","correlation_id":"move-1","command_id":"move-key",
             "data":{"symbol":"AAPL","side":"buy","quantity":1}}\
            """;

    private static TestRedis redis;
    private static RedisLink link;
    private static StreamPublisher publisher;
    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext two;

    @BeforeAll
    static void start() {
        redis = TestRedis.start();
        link = new RedisLink(redis.url());
        link.open();
        publisher = new StreamPublisher(link);
        // Said before any gateway listens: only the streams have it.
        for (int i = 0; i < 20; i++) {
            publisher.say(3, SampleEvents.fill("early-" + i));
        }
        one = gateway("one");
        two = gateway("two");
    }

    private static ConfigurableApplicationContext gateway(String instance) {
        return RedisGateway.start(
                redis.url(), instance, "aktien.gateway.outbound.close-timeout=200ms");
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
        link.close();
        redis.close();
    }

    @Test
    void whoMovesToTheOtherMissesNothingAndGetsItsOutcomeOnce() {
        String token;
        List<String> positions;
        try (BrowserClient client = RedisGateway.connect(one)) {
            token = client.next("connection.established").at("/data/resume_token").asString();
            client.subscribe("trading.*");
            publisher.say(0, SampleEvents.fill("move-0"));
            client.next("trading.order_filled");
            client.send(PLACE_ORDER);
            await().until(() -> link.sync().xlen(Keys.queue("order.execution")) == 1);
            client.send("{\"type\":\"ping\"}");
            positions = texts(client.next("pong").at("/data/positions"));
        }
        for (int i = 1; i <= 30; i++) {
            publisher.say(i % 3, SampleEvents.fill("move-" + i));
        }
        publisher.say(
                1,
                new CommandCompleted(
                        "owner",
                        "move-key",
                        "place_order",
                        AnswerStatus.SUCCESS,
                        new RawJson("{\"order_id\":\"order-1\"}")),
                "user.command.completed.owner",
                "move-1",
                null);

        try (BrowserClient client = RedisGateway.connect(two)) {
            client.next("connection.established");
            client.send(resume("[\"trading.*\"]", positions, token));
            client.next("subscription.confirmed");
            List<JsonNode> told = new ArrayList<>();
            do {
                told.add(client.next());
            } while (!event(told.getLast()).equals("resumed"));
            publisher.say(2, SampleEvents.fill("move-31"));
            told.add(client.next("trading.order_filled"));

            assertThat(told.stream().filter(m -> event(m).equals("trading.order_filled")))
                    .extracting(m -> m.at("/data/order_id").asString())
                    .hasSize(31)
                    .doesNotHaveDuplicates();
            List<JsonNode> answers =
                    told.stream().filter(m -> event(m).equals("place_order.response")).toList();
            assertThat(answers).hasSize(1);
            assertThat(answers.getFirst().path("correlation_id").asString()).isEqualTo("move-1");
            assertThat(answers.getFirst().path("position").asString()).startsWith("user.1@");
            assertThat(client.untilPong()).isEmpty();
        }
    }

    @Test
    void twoRequestsUnderOneIdHaveEachTheirOutcomeOnOneConnectionAndOnTwo() {
        try (BrowserClient client = RedisGateway.connect(one);
                BrowserClient other = RedisGateway.connect(one)) {
            client.next("connection.established");
            other.next("connection.established");
            String queue = Keys.queue(CommandTypes.queueOf(RefreshPortfolio.class));
            client.send(refresh("same-1"));
            client.send(refresh("same-2"));
            other.send(refresh("same-3"));
            await().until(() -> link.sync().xlen(queue) == 3);

            for (int i = 1; i <= 3; i++) {
                publisher.say(
                        1,
                        new CommandCompleted(
                                "owner",
                                "same-key",
                                "refresh_portfolio",
                                AnswerStatus.SUCCESS,
                                new RawJson("{\"number\":" + i + "}")),
                        "user.command.completed.owner",
                        "same-" + i,
                        null);
            }

            assertThat(correlations(client, 2)).containsExactly("same-1", "same-2");
            assertThat(client.untilPong()).as("all of its own are there").isEmpty();
            assertThat(correlations(other, 3)).endsWith("same-3");
        }
    }

    private static String refresh(String correlationId) {
        return """
        {"type":"user","event":"refresh_portfolio","correlation_id":"%s","command_id":"same-key",
         "data":{}}\
        """
                .formatted(correlationId);
    }

    private static List<String> correlations(BrowserClient client, int count) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(
                    client.next("refresh_portfolio.response").path("correlation_id").asString());
        }
        return answers;
    }

    @Test
    void whatPubSubLostIsReadFromTheStream() {
        try (BrowserClient client = RedisGateway.connect(one)) {
            client.next("connection.established");
            client.subscribe("system.error");
            publisher.sayUnheard(0, failure("lost-1"));
            publisher.say(0, failure("heard-2"));
            assertThat(client.next("system.error").at("/data/error_message").asString())
                    .isEqualTo("lost-1");
            assertThat(client.next("system.error").at("/data/error_message").asString())
                    .isEqualTo("heard-2");

            // No message comes behind this one that would show the hole.
            publisher.sayUnheard(0, failure("lost-last"));
            assertThat(client.next("system.error").at("/data/error_message").asString())
                    .isEqualTo("lost-last");
        }
    }

    @Test
    void whatWasBeforeTheGatewayIsReadAndWhatWasTrimmedIsAGap() {
        try (BrowserClient client = RedisGateway.connect(one)) {
            client.next("connection.established");
            client.send(resume("[\"trading.*\"]", List.of("trading.3@0-0"), "none"));
            client.next("subscription.confirmed");
            for (int i = 0; i < 20; i++) {
                assertThat(client.next("trading.order_filled").at("/data/order_id").asString())
                        .isEqualTo("early-" + i);
            }
            assertThat(client.next("resumed").at("/data/events").asInt()).isEqualTo(20);
        }
        link.sync().xtrim(Keys.stream("trading.3"), XTrimArgs.Builder.maxlen(10).exactTrimming());
        try (BrowserClient client = RedisGateway.connect(two)) {
            client.next("connection.established");
            client.send(resume("[\"trading.*\"]", List.of("trading.3@0-0"), "none"));
            client.next("subscription.confirmed");
            assertThat(client.next("gap").at("/data/reason").asString()).isEqualTo("trimmed");
            assertThat(client.untilPong()).isEmpty();
        }
    }

    @Test
    void whatIsSaidAgainIsAGapAndNoNews() {
        try (BrowserClient client = RedisGateway.connect(two)) {
            client.next("connection.established");
            client.subscribe("system.error");
            publisher.say(1, failure("again"), "system.health.error.test", null, true);

            JsonNode gap = client.next("gap");
            assertThat(gap.at("/data/reason").asString()).isEqualTo("republished");
            assertThat(texts(gap.at("/data/positions")))
                    .anyMatch(at -> at.startsWith("system.1@17"));
            assertThat(client.untilPong()).isEmpty();
        }
    }

    private static ErrorOccurred failure(String message) {
        return new ErrorOccurred(
                "e-" + message,
                "test",
                "test",
                message,
                null,
                Severity.INFO,
                false,
                SampleEvents.TIME);
    }

    private static String resume(String types, List<String> positions, String token) {
        return """
        {"type":"subscription","event":"subscribe","data":{"event_types":%s,"snapshot":false,
         "positions":["%s"],"resume_token":"%s"}}\
        """
                .formatted(types, String.join("\",\"", positions), token);
    }

    private static String event(JsonNode message) {
        return message.path("event").asString();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asString()));
        return texts;
    }
}
