package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.gateway.fanout.SocketMessages;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// What really comes over a socket obeys the AsyncAPI document.
@GatewayTest
class SaidAsWrittenTests {
    private static final String ORDER =
            """
            {"type":"user","event":"place_order","correlation_id":"w-1","command_id":"written-key",
             "data":{"symbol":"AAPL","side":"BUY","quantity":1}}\
            """;

    @LocalServerPort int port;
    @Autowired InMemoryEventBus bus;

    private final SocketMessages messages = new SocketMessages();
    private final Set<String> seen = new LinkedHashSet<>();

    @Test
    void everyMessageOfALivelyConversationObeysItsSchema() {
        bus.publish(SampleEvents.price("AAPL", "182.50"));
        try (BrowserClient client = BrowserClient.open(port, "/ws/desk", null)) {
            say(client, subscribe("\"objects\":true,\"max_rate_hz\":5"), "snapshot");
            bus.publish(SampleEvents.fill("w-1"));
            bus.publish(SampleEvents.value("depot-1"));
            bus.publish(SampleEvents.price("AAPL", "182.75"));
            until(client, "trading.order_filled");
            say(client, ORDER, "place_order.response");
            say(
                    client,
                    "{\"type\":\"user\",\"event\":\"get_portfolio\",\"correlation_id\":\"w-2\",\"data\":{}}",
                    "get_portfolio.response");
            say(client, subscribe("\"positions\":[\"trading.1@0-7\"]"), "gap");
            say(client, "{\"type\":\"ping\"}", "pong");
            say(client, subscribe("\"positions\":[\"alerts.1@0-0\"]"), "resumed");
            say(
                    client,
                    "{\"type\":\"subscription\",\"event\":\"unsubscribe\",\"data\":{\"event_types\":[\"*\"]}}",
                    "subscription.cancelled");
            client.send("{\"type\":\"nonsense\"}");
            until(client, "unknown_type");
        }

        assertThat(seen)
                .contains(
                        "connection.established",
                        "market.price_update",
                        "portfolio.value_changed",
                        "trading.order_created");
    }

    private static String subscribe(String more) {
        return """
        {"type":"subscription","event":"subscribe","data":{"event_types":["*"],%s}}\
        """
                .formatted(more);
    }

    private void say(BrowserClient client, String text, String answer) {
        assertThat(messages.errors(true, text)).as(text).isEmpty();
        client.send(text);
        until(client, answer);
    }

    private void until(BrowserClient client, String event) {
        JsonNode message;
        do {
            message = client.next();
            seen.add(message.path("event").asString());
            assertThat(messages.errors(false, client.lastText())).as(client.lastText()).isEmpty();
        } while (!message.path("event").asString().equals(event));
    }
}
