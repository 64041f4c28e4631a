package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.InMemoryEventBus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Values at a rate, when what a client wants is not one rate for all and not the same for ever.
class PacingTests {
    @RegisterExtension
    final OwnGateway gateway = new OwnGateway("aktien.gateway.outbound.drain-spread=0s");

    @Test
    void aFasterRateDoesNotWaitForASlowerOne() {
        try (BrowserClient client = BrowserClient.connect(gateway.port())) {
            subscribe(client, "market.price_update", "SLOW", 0.1);
            subscribe(client, "market.price_*", "FAST", 5);
            say("SLOW", "1.25", "2.25");
            say("FAST", "1.25", "2.25");

            assertThat(prices(client, 3)).containsExactly("SLOW 1.25", "FAST 1.25", "FAST 2.25");
        }
    }

    @Test
    void aValueThatWaitsNeverComesBehindANewerOne() {
        try (BrowserClient client = BrowserClient.connect(gateway.port())) {
            subscribe(client, "market.price_update", "OLD", 2);
            say("OLD", "1.25", "2.25");
            assertThat(prices(client, 1)).containsExactly("OLD 1.25");
            client.subscribe("market.price_update");
            say("OLD", "3.25");

            assertThat(prices(client, 2)).containsExactly("OLD 2.25", "OLD 3.25");
            say("LATER", "1.25");
            assertThat(prices(client, 1)).containsExactly("LATER 1.25");
        }
    }

    @Test
    void whoCancelsGetsNothingMoreAndIsToldWhatWasLeftOut() {
        try (BrowserClient client = BrowserClient.connect(gateway.port())) {
            subscribe(client, "market.price_update", "GONE", 2);
            client.subscribe("trading.order_filled");
            say("GONE", "1.25", "2.25");
            gateway.bus().publish(SampleEvents.fill("behind"));
            assertThat(prices(client, 1)).containsExactly("GONE 1.25");
            client.next("trading.order_filled");
            client.send(
                    """
                    {"type":"subscription","event":"unsubscribe",
                     "data":{"event_types":["market.price_update"]}}\
                    """);

            assertThat(List.of(event(client), event(client)))
                    .containsExactlyInAnyOrder("cancelled", "1 conflated");
        }
    }

    @Test
    void whatWaitsIsToldBeforeTheFarewell() {
        try (BrowserClient client = BrowserClient.connect(gateway.port())) {
            subscribe(client, "market.price_update", "LAST", 0.1);
            say("LAST", "1.25", "2.25", "3.25");
            assertThat(untilCounted(client, 2)).containsExactly("LAST 1.25");
            say("LAST", "4.25", "5.25");
            gateway.stop();

            assertThat(untilCounted(client, 3)).containsExactly("LAST 5.25");
            assertThat(client.closeCode()).isEqualTo(1001);
        }
    }

    private void say(String symbol, String... prices) {
        InMemoryEventBus bus = gateway.bus();
        for (String price : prices) {
            bus.publish(SampleEvents.price(symbol, price));
        }
    }

    private static void subscribe(BrowserClient client, String type, String symbol, double rate) {
        client.send(
                """
                {"type":"subscription","event":"subscribe","data":{"event_types":["%s"],
                 "symbols":["%s"],"snapshot":false,"max_rate_hz":%s}}\
                """
                        .formatted(type, symbol, rate));
        client.next("subscription.confirmed");
    }

    private static List<String> prices(BrowserClient client, int count) {
        List<String> prices = new ArrayList<>();
        while (prices.size() < count) {
            JsonNode message = client.next();
            if (message.path("event").asString().equals("market.price_update")) {
                prices.add(
                        message.at("/data/symbol").asString()
                                + " "
                                + message.at("/data/price").decimalValue());
            }
        }
        return prices;
    }

    /// The prices that came when so many came or were told as conflated.
    private static List<String> untilCounted(BrowserClient client, int all) {
        List<String> prices = new ArrayList<>();
        int conflated = 0;
        while (prices.size() + conflated < all) {
            JsonNode message = client.next();
            if (message.path("event").asString().equals("conflated")) {
                conflated += message.at("/data/total").asInt();
            } else {
                prices.add("LAST " + message.at("/data/price").decimalValue());
            }
        }
        return prices;
    }

    private static String event(BrowserClient client) {
        JsonNode message = client.next();
        return switch (message.path("event").asString()) {
            case "conflated" -> message.at("/data/total").asInt() + " conflated";
            case "subscription.cancelled" -> "cancelled";
            default -> message.toString();
        };
    }
}
