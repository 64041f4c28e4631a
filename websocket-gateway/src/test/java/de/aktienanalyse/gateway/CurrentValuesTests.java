package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.gateway.fanout.Fanout;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Of each share, portfolio and service there is one current value, whoever said it.
class CurrentValuesTests {
    private static final int MANY = 500;

    @RegisterExtension
    final OwnGateway gateway = new OwnGateway("aktien.gateway.outbound.every-bound=50");

    @Test
    void aReadyMadePriceAndTheBusOnesAreOneOfWhichTheNewerIsTold() {
        gateway.bus().publish(SampleEvents.price("AAPL", "2"));
        awaitKnown(1);
        try (BrowserClient live =
                BrowserClient.connect(gateway.port()).subscribe("market.price_update")) {
            sayReadyMade("AAPL", "1", Instant.now().minusSeconds(60));
            sayReadyMade("AAPL", "3", Instant.now().plusSeconds(60));
            live.next("market.price_update");
            assertThat(live.lastText()).contains("\"price\":3}");
            assertThat(snapshot()).containsExactly("AAPL 3");

            gateway.bus().publish(SampleEvents.price("AAPL", "4"));
            live.next("market.price_update");
            assertThat(live.lastText()).contains("\"price\":4,");
            assertThat(live.untilPong()).isEmpty();
        }
        assertThat(snapshot()).containsExactly("AAPL 4");
        assertThat(known()).hasSize(1);
    }

    @Test
    void moreCurrentValuesThanMayWaitAreNoSlowness() {
        for (int i = 0; i < MANY; i++) {
            gateway.bus().publish(SampleEvents.price("S" + i, "1.50"));
        }
        awaitKnown(MANY);

        assertThat(snapshot()).hasSize(MANY).doesNotHaveDuplicates();

        try (BrowserClient resuming = BrowserClient.connect(gateway.port())) {
            resuming.send(
                    """
                    {"type":"subscription","event":"subscribe",
                     "data":{"event_types":["market.*"],"positions":["market.1@0-7"]}}\
                    """);
            resuming.next("subscription.confirmed");
            resuming.next("gap");
            assertThat(resuming.untilPong()).hasSize(MANY);
        }
    }

    @Test
    void theAgeOfAPriceIsMeasuredOnceItIsInTheQueues() {
        gateway.bus().publish(SampleEvents.price("AAPL", "1.50"));
        awaitKnown(1);
        assertThat(measured()).as("nobody listens").isZero();

        try (BrowserClient client =
                BrowserClient.connect(gateway.port()).subscribe("market.price_update")) {
            gateway.bus().publish(SampleEvents.price("AAPL", "1.60"));
            client.next("market.price_update");
            await().until(() -> measured() == 1);
        }
    }

    private long measured() {
        return gateway.bean(MeterRegistry.class).get("aktien.gateway.price.age").timer().count();
    }

    /// What somebody gets who begins now.
    private List<String> snapshot() {
        try (BrowserClient client = BrowserClient.connect(gateway.port())) {
            client.send(
                    """
                    {"type":"subscription","event":"subscribe",
                     "data":{"event_types":["market.price_update"]}}\
                    """);
            client.next("subscription.confirmed");
            List<String> told = new ArrayList<>();
            for (JsonNode message : client.untilPong()) {
                JsonNode data = message.path("data");
                told.add(data.path("symbol").asString() + " " + data.path("price").asInt());
            }
            return told;
        }
    }

    private void sayReadyMade(String symbol, String price, Instant at) {
        gateway.bean(TestGateway.MemoryChannels.class)
                .publish(
                        """
                        {"type":"market","event":"market.price_update","timestamp":"%s",
                         "data":{"symbol":"%s","price":%s}}\
                        """
                                .formatted(at, symbol, price));
    }

    private List<Object> known() {
        return gateway.bean(Fanout.class)
                .currentValues("market.price_update", Set.of())
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
    }

    private void awaitKnown(int count) {
        await().until(() -> known().size() == count);
    }
}
