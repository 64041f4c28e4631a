package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The open orders count as a command of the user, who may have none left just then: after a
/// reconnect the page asks for much at once.
class SnapshotLimitTests {
    private static final String SUBSCRIBE =
            """
            {"type":"subscription","event":"subscribe","correlation_id":"s-1",
             "data":{"event_types":["trading.*"],"objects":true}}\
            """;

    private static final String ASK = "{\"type\":\"user\",\"event\":\"get_portfolio\",\"data\":{}}";

    @RegisterExtension
    final OwnGateway slow =
            new OwnGateway(
                    "aktien.gateway.limits.commands-per-second=2",
                    "aktien.gateway.limits.command-burst=1");

    @RegisterExtension
    final OwnGateway never =
            new OwnGateway(
                    "aktien.gateway.limits.commands-per-second=0",
                    "aktien.gateway.limits.command-burst=1");

    @Test
    void theyComeWhenTheLimitAllowsIt() {
        try (BrowserClient tab = BrowserClient.connect(slow.port());
                BrowserClient anotherTab = BrowserClient.connect(slow.port())) {
            tab.send(ASK);
            tab.next("get_portfolio.response");
            for (BrowserClient each : List.of(tab, anotherTab)) {
                each.send(SUBSCRIBE);
                each.next("subscription.confirmed");
            }
            for (BrowserClient each : List.of(tab, anotherTab)) {
                assertThat(each.next("snapshot").path("correlation_id").asString())
                        .isEqualTo("s-1");
            }
        }
    }

    @Test
    void nobodyWaitsForThemForEver() {
        try (BrowserClient client = BrowserClient.connect(never.port())) {
            client.send(ASK);
            client.next("get_portfolio.response");
            client.send(SUBSCRIBE);
            client.next("subscription.confirmed");
            assertThat(client.next("rate_limited").at("/data/field").asString())
                    .isEqualTo("data.objects");
        }
    }
}
