package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.gateway.audit.AuditLog;
import de.aktienanalyse.gateway.fanout.Fanout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// What is said again to one user costs all others: there is only so much of it, and it is said
/// when there is no more.
class GreedTests {
    @RegisterExtension
    final OwnGateway gateway =
            new OwnGateway(
                    "aktien.gateway.limits.repeats-per-second=0",
                    "aktien.gateway.limits.repeat-burst=50",
                    "aktien.gateway.outbound.close-timeout=200ms");

    @Test
    void whoResumesAgainAndAgainIsToldThatItMustBeginAnew() {
        try (BrowserClient greedy = BrowserClient.connect(gateway.port());
                BrowserClient other =
                        BrowserClient.connect(gateway.port()).subscribe("trading.*")) {
            greedy.subscribe("trading.*");
            greedy.send("{\"type\":\"ping\"}");
            List<String> old = texts(greedy.next("pong").at("/data/positions"));
            for (int i = 0; i < 30; i++) {
                gateway.bus().publish(SampleEvents.fill("greed-" + i, "S" + i % 3));
                other.next("trading.order_filled");
            }
            assertThat(greedy.untilPong()).hasSize(30);

            greedy.send(resume("\"analysis.*\"", old));
            greedy.next("subscription.confirmed");
            assertThat(greedy.next("resumed").at("/data/events").asInt())
                    .as("of other families nothing was missed")
                    .isZero();
            greedy.send(resume("\"trading.order_*\"", old));
            greedy.next("subscription.confirmed");
            greedy.next("resumed");
            greedy.send(resume("\"trading.order_fill*\"", old));
            greedy.next("subscription.confirmed");
            JsonNode gap = greedy.next("gap");
            gateway.bus().publish(SampleEvents.fill("greed-live"));

            assertThat(gap.at("/data/reason").asString()).isEqualTo("too_often");
            assertThat(texts(gap.at("/data/reload"))).contains("get_order_history");
            assertThat(greedy.next("trading.order_filled").at("/data/order_id").asString())
                    .as("news are nothing that is said again")
                    .isEqualTo("greed-live");
            assertThat(other.next("trading.order_filled").at("/data/order_id").asString())
                    .isEqualTo("greed-live");
        }
    }

    @Test
    void currentValuesAreBoundedTooAndEachComesOnceHoweverManyGlobsMatch() {
        for (int i = 0; i < 20; i++) {
            gateway.bus().publish(SampleEvents.price("V" + i, "1.50"));
        }
        Fanout fanout = gateway.bean(Fanout.class);
        await().until(() ->
                fanout.currentValues("market.price_update", Set.of()).join().size() == 20);
        try (BrowserClient greedy = BrowserClient.connect(gateway.port())) {
            greedy.send(snapshot("[\"market.price_*\",\"market.*_update\",\"*.price_update\"]"));
            assertThat(greedy.untilPong()).hasSize(3 + 20);
            greedy.send(snapshot("[\"market.price_update\"]"));
            assertThat(greedy.untilPong()).hasSize(1 + 20);

            greedy.send(snapshot("[\"market.price_u*\"]"));
            greedy.next("subscription.confirmed");
            assertThat(greedy.next("rate_limited").at("/data/field").asString())
                    .isEqualTo("data.snapshot");
            gateway.bus().publish(SampleEvents.price("V0", "2.50"));
            greedy.next("market.price_update");

            greedy.send(
                    """
                    {"type":"subscription","event":"subscribe","data":
                     {"event_types":["market.*"],"positions":["market.1@0-7"]}}\
                    """);
            greedy.next("subscription.confirmed");
            greedy.next("gap");
            assertThat(greedy.closeCode())
                    .as("a gap without the current values would leave it with wrong ones")
                    .isEqualTo(4429);
            await().untilAsserted(() ->
                    assertThat(gateway.bean(AuditLog.class).newest(1, null))
                            .extracting(
                                    AuditLog.Entry::action,
                                    AuditLog.Entry::target,
                                    AuditLog.Entry::result)
                            .containsExactly(tuple("connection.close", greedy.id(), "too_many")));
        }
    }

    @Test
    void whoSubscribesToEverythingHasToAskLater() {
        try (BrowserClient greedy = BrowserClient.connect(gateway.port())) {
            List<String> types = new ArrayList<>();
            for (int i = 0; i < 51; i++) {
                types.add("\"trading.order_filled" + i + "*\"");
            }
            greedy.send(snapshot(types.toString()));
            assertThat(greedy.next("rate_limited").at("/data/field").asString())
                    .isEqualTo("data.event_types");
            greedy.subscribe("trading.order_filled0*");
            assertThat(gateway.bean(Fanout.class).connections().join().getFirst().eventTypes())
                    .containsExactly("trading.order_filled0*");
        }
    }

    private static String snapshot(String types) {
        return """
        {"type":"subscription","event":"subscribe","data":{"event_types":%s}}\
        """
                .formatted(types);
    }

    private static String resume(String type, List<String> positions) {
        return """
        {"type":"subscription","event":"subscribe","data":{"event_types":[%s],"snapshot":false,
         "positions":["%s"]}}\
        """
                .formatted(type, String.join("\",\"", positions));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asString()));
        return texts;
    }
}
