package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.InMemoryEventBus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// Who begins or comes back gets the whole objects that the events it will hear tell of.
@GatewayTest
class SnapshotTests {
    @LocalServerPort int port;
    @Autowired InMemoryEventBus bus;

    @Test
    void openOrdersComeBehindTheConfirmationDigitForDigit() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(subscribe("\"event_types\":[\"trading.*\"],\"objects\":true"));
            client.next("subscription.confirmed");
            JsonNode snapshot = client.next("snapshot");

            assertThat(snapshot.path("correlation_id").asString()).isEqualTo("s-1");
            assertThat(snapshot.at("/data/command").asString()).isEqualTo("get_order_history");
            assertThat(orderIds(snapshot)).containsExactly("order-1");
            assertThat(client.lastText()).contains("\"quantity\":1.50");
            bus.publish(SampleEvents.fill("order-1"));
            client.next("trading.order_filled");
        }
    }

    @Test
    void onlyOfTheSharesAndEventsThatAreWanted() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    subscribe(
                            "\"event_types\":[\"trading.*\"],\"objects\":true,\"symbols\":[\"MSFT\"]"));
            client.next("subscription.confirmed");
            assertThat(orderIds(client.next("snapshot"))).isEmpty();

            client.send(subscribe("\"event_types\":[\"market.bar\"],\"objects\":true"));
            client.next("subscription.confirmed");
            client.send(subscribe("\"event_types\":[\"trading.order_*\"],\"snapshot\":false"));
            client.next("subscription.confirmed");
            client.send("{\"type\":\"user\",\"event\":\"get_portfolio\",\"data\":{}}");
            client.next("get_portfolio.response");
            assertThat(client.untilPong()).as("asked after, answered before").isEmpty();
        }
    }

    @Test
    void whoComesBackBeforeTheyCameGetsThemBehindWhatWasMissed() {
        List<String> positions = new ArrayList<>();
        try (BrowserClient gone = BrowserClient.connect(port);
                BrowserClient other = BrowserClient.connect(port).subscribe("trading.*")) {
            gone.send(subscribe("\"event_types\":[\"trading.*\"],\"snapshot\":false"));
            gone.next("subscription.confirmed")
                    .at("/data/positions")
                    .forEach(each -> positions.add(each.asString()));
            bus.publish(SampleEvents.fill("order-1"));
            other.next("trading.order_filled");
        }
        String from = "\"positions\":[\"" + String.join("\",\"", positions) + "\"]";
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(subscribe("\"event_types\":[\"trading.*\"],\"objects\":true," + from));
            client.next("subscription.confirmed");
            client.next("trading.order_filled");
            client.next("resumed");
            JsonNode snapshot = client.next("snapshot");
            assertThat(snapshot.path("correlation_id").asString()).isEqualTo("s-1");
            assertThat(orderIds(snapshot)).containsExactly("order-1");
        }
    }

    @Test
    void whoComesBackWithATokenAloneGetsThemToo() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    subscribe(
                            "\"event_types\":[\"trading.*\"],\"objects\":true,"
                                    + "\"resume_token\":\"unknown\""));
            client.next("subscription.confirmed");
            client.next("resumed");
            assertThat(orderIds(client.next("snapshot"))).containsExactly("order-1");
        }
    }

    @Test
    void behindAGapTheyComeAgain() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    subscribe(
                            "\"event_types\":[\"trading.*\"],\"objects\":true,"
                                    + "\"positions\":[\"trading.1@0-7\"]"));
            client.next("subscription.confirmed");
            client.next("gap");
            assertThat(orderIds(client.next("snapshot"))).containsExactly("order-1");
        }
    }

    @Test
    void manyWhoAskAtOnceAreAllServed() {
        List<BrowserClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                BrowserClient client = BrowserClient.connect(port);
                clients.add(client);
                client.send(subscribe("\"event_types\":[\"trading.*\"],\"objects\":true"));
            }
            for (BrowserClient client : clients) {
                client.next("subscription.confirmed");
                assertThat(orderIds(client.next("snapshot"))).containsExactly("order-1");
            }
        } finally {
            clients.forEach(BrowserClient::close);
        }
    }

    private static String subscribe(String data) {
        return """
        {"type":"subscription","event":"subscribe","correlation_id":"s-1","data":{%s}}\
        """
                .formatted(data);
    }

    private static List<String> orderIds(JsonNode snapshot) {
        List<String> ids = new ArrayList<>();
        snapshot.at("/data/items").forEach(item -> ids.add(item.path("order_id").asString()));
        return ids;
    }
}
