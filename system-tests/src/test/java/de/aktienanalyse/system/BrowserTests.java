package de.aktienanalyse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// A real headless Chromium on the gateway's page.
@ExtendWith(SharedSuite.class)
class BrowserTests {

    @Test
    void theDashboardShowsMovingPricesAndScores(RunningSuite suite) {
        Path screenshot = Path.of("target", "dashboard.png").toAbsolutePath();

        JsonNode seen = chromium(suite, "dashboard.mjs", screenshot.toString());

        assertThat(seen.path("first").asString()).contains("IBM");
        assertThat(seen.path("second").asString()).isNotEqualTo(seen.path("first").asString());
        assertThat(seen.path("score").asString()).matches("\\d{1,2}([.,]\\d+)?");
        assertThat(seen.path("chart").asString()).containsPattern("\\d{4}");
        assertThat(seen.path("errors")).isEmpty();
        assertThat(screenshot).exists();
    }

    /// Part 1.2 of the spec as it stands there: only its types are taken off.
    @Test
    void theSpecsOwnClientGetsPricesAndAnAnswer(RunningSuite suite) throws Exception {
        Path client = Path.of(getClass().getResource("/spec-client.ts").toURI());
        assertThat(Files.readString(client)).contains("class WebSocketEventClient");

        JsonNode seen = chromium(suite, "spec-client.mjs", client.toString());

        assertThat(seen.path("status").asString()).isEqualTo("connected");
        assertThat(seen.path("client_id").asString()).isNotBlank();
        assertThat(seen.at("/price/event").asString()).isEqualTo("market.price_update");
        assertThat(seen.at("/price/data/price").isNumber()).isTrue();
        assertThat(seen.at("/confirmed/data/event_type").asString())
                .isEqualTo("market.price_update");
        assertThat(seen.at("/answer/event").asString()).isEqualTo("refresh_portfolio.response");
        assertThat(seen.at("/answer/data/status").asString()).isEqualTo("success");
        assertThat(seen.at("/update/data/total_value").isNumber()).isTrue();
    }

    /// Over a socket, over a cut, without a connection, by stream and REST, and with a token taken
    /// away.
    @Test
    void ourOwnClientHoldsWhatItPromises(RunningSuite suite) {
        String output = OurClient.check(suite, Map.of("GATEWAY_COOKIE", suite.ownersCookie()));

        assertThat(output)
                .contains("ok   a revoked token closes its socket with 4401")
                .contains("ok   by stream: the rest goes on, on the same connection")
                .endsWith("all holds\n");
    }

    private static JsonNode chromium(RunningSuite suite, String script, String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of("node", "src/test/node/" + script, suite.page().toString()));
        command.addAll(List.of(words));
        String output =
                Program.run(
                        command,
                        Map.of(
                                "CHROMIUM", Program.chromium(),
                                "COOKIE", suite.ownersCookie(),
                                "WEB",
                                        RunningSuite.ROOT
                                                .resolve("websocket-gateway/web")
                                                .toString()),
                        "");
        return Json.read(output.substring(output.lastIndexOf("\n{") + 1));
    }
}
