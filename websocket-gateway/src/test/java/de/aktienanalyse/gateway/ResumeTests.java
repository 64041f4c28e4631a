package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import de.aktienanalyse.gateway.commands.AskedCommands;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// A client that comes back misses nothing, gets nothing twice, or is told that it cannot be so.
@GatewayTest
class ResumeTests {
    @LocalServerPort int port;
    @Autowired InMemoryEventBus bus;
    @Autowired MeterRegistry metrics;
    @Autowired AskedCommands asked;

    @Test
    void aConfirmationSaysWhereEachPartitionStands() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(subscribe("[\"trading.*\",\"market.bar\"]", "\"snapshot\":false"));

            assertThat(texts(client.next("subscription.confirmed").at("/data/positions")))
                    .hasSize(8)
                    .allMatch(text -> text.matches("(trading|user)\\.[0-3]@\\d+-\\d+"));
            assertThat(texts(client.next("subscription.confirmed").at("/data/positions")))
                    .hasSize(8)
                    .allMatch(text -> text.matches("(market|user)\\.[0-3]@\\d+-\\d+"));
        }
    }

    @Test
    void aPongSaysHowFarItIs() {
        try (BrowserClient client = BrowserClient.connect(port).subscribe("trading.*")) {
            bus.publish(SampleEvents.fill("pong-1"));
            String position = client.next("trading.order_filled").path("position").asString();

            client.send("{\"type\":\"ping\"}");

            assertThat(texts(client.next("pong").at("/data/positions"))).contains(position);
        }
    }

    @Test
    void whatWasMissedComesOnceAndInOrderOverGlobsThatOverlap() {
        List<String> positions = leave("trading.*");
        bus.publish(SampleEvents.value("p-1"));
        for (int i = 0; i < 40; i++) {
            bus.publish(SampleEvents.fill("missed-" + i, "S" + i % 7));
        }
        leave("trading.*");

        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    subscribe(
                            "[\"trading.*\",\"*\"]",
                            "\"snapshot\":false," + "\"positions\":" + json(positions)));
            client.next("subscription.confirmed");
            client.next("subscription.confirmed");
            List<JsonNode> fills = until(client, "resumed");
            JsonNode resumed = fills.removeLast();
            bus.publish(SampleEvents.fill("live", "S1"));

            assertThat(fills).hasSize(40);
            assertThat(orderIds(fills)).doesNotHaveDuplicates();
            Map<String, Integer> last = new HashMap<>();
            for (JsonNode fill : fills) {
                int number = Integer.parseInt(orderId(fill).substring("missed-".length()));
                Integer before = last.put(fill.at("/data/symbol").asString(), number);
                assertThat(before == null || before < number).isTrue();
            }
            assertThat(resumed.at("/data/events").asInt()).isEqualTo(40);
            assertThat(texts(resumed.at("/data/from"))).containsAll(positions);
            assertThat(texts(resumed.at("/data/to"))).hasSizeGreaterThan(8);
            assertThat(orderId(client.next("trading.order_filled"))).isEqualTo("live");
            assertThat(client.untilPong()).isEmpty();
        }
    }

    @Test
    void severalMessagesWithTheSamePositionsGiveOneCopy() {
        List<String> positions = leave("trading.*");
        for (int i = 0; i < 10; i++) {
            bus.publish(SampleEvents.fill("twice-" + i, "T" + i % 2));
        }
        leave("trading.*");

        try (BrowserClient client = BrowserClient.connect(port)) {
            String from = "\"snapshot\":false,\"positions\":" + json(positions);
            client.send(subscribe("[\"trading.order_filled\"]", from + ",\"symbols\":[\"T1\"]"));
            List<JsonNode> told = new ArrayList<>(until(client, "resumed"));
            bus.publish(SampleEvents.fill("twice-10", "T1"));
            told.add(client.next("trading.order_filled"));
            client.send(subscribe("[\"trading.*\"]", from));
            told.addAll(until(client, "resumed"));

            List<JsonNode> fills =
                    told.stream()
                            .filter(m -> m.path("event").asString().equals("trading.order_filled"))
                            .toList();
            assertThat(orderIds(fills)).hasSize(11).doesNotHaveDuplicates();
            assertThat(client.untilPong()).isEmpty();
        }
    }

    @Test
    void onlyWhatPassesTheFilterIsToldAgain() {
        List<String> positions = leave("trading.*");
        bus.publish(SampleEvents.fill("filter-1", "WANTED"));
        bus.publish(SampleEvents.fill("filter-2", "OTHER"));
        leave("trading.*");

        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    subscribe(
                            "[\"trading.*\"]",
                            "\"symbols\":[\"WANTED\"],\"positions\":" + json(positions)));
            client.next("subscription.confirmed");

            assertThat(orderId(client.next("trading.order_filled"))).isEqualTo("filter-1");
            assertThat(client.next("resumed").at("/data/events").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aPositionOfAnotherEpochIsAGapWithTheCurrentValues() {
        bus.publish(SampleEvents.price("GAP", "9.50"));
        leave("trading.*");
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    subscribe(
                            "[\"trading.*\",\"market.price_update\"]",
                            "\"symbols\":[\"GAP\"],\"positions\":[\"trading.1@0-7\"]"));
            client.next("subscription.confirmed");
            client.next("subscription.confirmed");
            JsonNode gap = client.next("gap");

            assertThat(gap.at("/data/reason").asString()).isEqualTo("epoch");
            assertThat(texts(gap.at("/data/positions"))).hasSize(12);
            assertThat(texts(gap.at("/data/reload"))).contains("get_order_history");
            client.next("market.price_update");
            assertThat(client.lastText()).contains("9.50");
            assertThat(client.untilPong()).isEmpty();
        }
    }

    @Test
    void aPositionThatWasNeverSaidIsAGap() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    subscribe(
                            "[\"alerts.*\",\"market.alert\"]",
                            "\"positions\":[\"alerts.1@1-999\"]"));
            client.send("{\"type\":\"ping\",\"correlation_id\":\"behind\"}");
            client.next("subscription.confirmed");
            client.next("subscription.confirmed");

            assertThat(client.next("gap").at("/data/reason").asString()).isEqualTo("ahead");
            assertThat(client.next("pong").path("correlation_id").asString()).isEqualTo("behind");
        }
    }

    @Test
    void anUnknownPartitionIsRefused() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(subscribe("[\"*\"]", "\"positions\":[\"nothing.1@1-1\"]"));
            assertThat(client.next("invalid_subscription").at("/data/field").asString())
                    .isEqualTo("data.positions[0]");
        }
    }

    @Test
    void anOutcomeFollowsTheClientToItsNextConnectionOnce() {
        String token;
        List<String> positions;
        try (BrowserClient client = BrowserClient.open(port, "/ws", null)) {
            token = client.next("connection.established").at("/data/resume_token").asString();
            client.send(subscribe("[\"analysis.*\"]", "\"snapshot\":false"));
            positions = texts(client.next("subscription.confirmed").at("/data/positions"));
            client.send(
                    """
                    {"type":"user","event":"place_order","correlation_id":"away-1",
                     "command_id":"away-key","data":{"symbol":"AWAY","side":"buy","quantity":1}}\
                    """);
            await().until(() ->
                    bus.said(CommandCompleted.class).stream()
                            .anyMatch(done -> done.commandId().equals("away-key")));
        }
        leave("trading.*");
        String next;
        JsonNode answer;
        try (BrowserClient client = BrowserClient.open(port, "/ws", null)) {
            next = client.next("connection.established").at("/data/resume_token").asString();
            client.send(
                    subscribe(
                            "[\"analysis.*\"]",
                            "\"positions\":"
                                    + json(positions)
                                    + ",\"resume_token\":\""
                                    + token
                                    + "\""));
            client.next("subscription.confirmed");
            answer = client.next("place_order.response");
            assertThat(answer.path("correlation_id").asString()).isEqualTo("away-1");
            assertThat(answer.path("target_client").asString()).hasSize(36);
            assertThat(answer.at("/data/status").asString()).isEqualTo("success");
            assertThat(client.next("resumed").at("/data/events").asInt()).isEqualTo(1);
        }
        String heard = answer.path("position").asString();
        String partition = heard.substring(0, heard.indexOf('@'));
        List<String> later = new ArrayList<>(positions);
        later.removeIf(position -> position.startsWith(partition + "@"));
        later.add(heard);
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    subscribe(
                            "[\"analysis.*\"]",
                            "\"positions\":" + json(later) + ",\"resume_token\":\"" + next + "\""));
            client.next("subscription.confirmed");
            assertThat(client.next("resumed").at("/data/events").asInt()).isZero();
        }
    }

    @Test
    void anIdWhoseOutcomeWasToldIsMarkedForTheNextConnection() {
        try (BrowserClient client = BrowserClient.open(port, "/ws", null)) {
            String token =
                    client.next("connection.established").at("/data/resume_token").asString();
            client.send(
                    """
                    {"type":"user","event":"place_order","correlation_id":"told-1",
                     "data":{"symbol":"TOLD","side":"buy","quantity":1}}\
                    """);
            client.next("place_order.response");

            assertThat(asked.inherit(token, "next").join())
                    .containsExactly(new AskedCommands.Asked("told-1", true));
        }
    }

    @Test
    void onlySoManyEarlierConnectionsMayBeNamed() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            for (int i = 0; i < 9; i++) {
                client.send(subscribe("[\"analysis.*\"]", "\"resume_token\":\"token-" + i + "\""));
            }
            List<JsonNode> refused =
                    client.untilPong().stream()
                            .filter(each -> each.path("type").asString().equals("error"))
                            .toList();

            assertThat(refused).hasSize(1);
            assertThat(refused.getFirst().at("/data/field").asString())
                    .isEqualTo("data.resume_token");
        }
    }

    @Test
    void aSlowerRateGetsTheFirstAndTheNewestAndIsToldTheRest() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    subscribe(
                            "[\"market.price_update\"]",
                            "\"symbols\":[\"RATE\"],\"snapshot\":false,\"max_rate_hz\":1"));
            client.next("subscription.confirmed");
            for (int i = 1; i <= 10; i++) {
                bus.publish(SampleEvents.price("RATE", i + ".25"));
            }

            List<String> prices = new ArrayList<>();
            int conflated = 0;
            while (prices.size() + conflated < 10 || !prices.getLast().equals("10.25")) {
                JsonNode message = client.next();
                if (message.path("event").asString().equals("conflated")) {
                    conflated += message.at("/data/conflated/market.price_update").asInt();
                } else {
                    prices.add(message.at("/data/price").decimalValue().toString());
                }
            }
            assertThat(prices).startsWith("1.25").endsWith("10.25");
            assertThat(prices.size() + conflated).isEqualTo(10);
            assertThat(conflated).isPositive();
        }
    }

    private List<String> leave(String eventType) {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(subscribe("[\"" + eventType + "\"]", "\"snapshot\":false"));
            client.next("subscription.confirmed");
            // What was said before this test must be behind it.
            client.send("{\"type\":\"ping\"}");
            for (JsonNode message = client.next(); ; message = client.next()) {
                if (message.path("event").asString().equals("pong")) {
                    return settled(texts(message.at("/data/positions")));
                }
            }
        }
    }

    /// The newsroom may still be busy with what an earlier test said.
    private List<String> settled(List<String> positions) {
        Set<String> heads = new HashSet<>();
        bus.log().heads().join().values().forEach(head -> heads.add(head.end().toString()));
        return heads.containsAll(positions) ? positions : leave("trading.*");
    }

    private static String subscribe(String types, String more) {
        return """
        {"type":"subscription","event":"subscribe","data":{"event_types":%s,%s}}\
        """
                .formatted(types, more);
    }

    private static List<JsonNode> until(BrowserClient client, String event) {
        List<JsonNode> before = new ArrayList<>();
        do {
            before.add(client.next());
        } while (!before.getLast().path("event").asString().equals(event));
        return before;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asString()));
        return texts;
    }

    private static String json(List<String> texts) {
        return "[\"" + String.join("\",\"", texts) + "\"]";
    }

    private static List<String> orderIds(List<JsonNode> fills) {
        return fills.stream().map(ResumeTests::orderId).toList();
    }

    private static String orderId(JsonNode fill) {
        return fill.at("/data/order_id").asString();
    }
}
