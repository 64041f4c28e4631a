package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.events.UserEvent.CommandCompleted;
import de.aktienanalyse.gateway.accounts.Tokens;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// A client that was told to go may take its time to leave: nothing it says meanwhile is done.
class ClosingTests {
    /// Long enough to say something after the close frame.
    @RegisterExtension
    final OwnGateway gateway =
            new OwnGateway(
                    "aktien.gateway.outbound.close-timeout=1s",
                    "aktien.gateway.access.revalidation=1h");

    private Person anna = new Person(0);

    @BeforeEach
    void owner() throws Exception {
        anna = Person.owner(gateway.port(), Path.of(gateway.setting("AKTIEN_DATA_DIR")));
    }

    @Test
    void whoHasARevokedTokenPlacesNoOrderWithIt() throws Exception {
        JsonNode token = token("read", "trade");
        try (RawClient thief = withToken(token)) {
            thief.sendText(order("before"));
            assertThat(thief.frame().text()).contains("place_order.response", "success");

            anna.delete("/api/tokens/" + token.path("id").asString());

            assertThat(thief.closeCode()).isEqualTo(4401);
            placesNothing(thief, "stolen");
        }
        assertThat(placed("before")).isTrue();
    }

    @Test
    void afterTheLogOutThePagesSocketPlacesNoOrder() throws Exception {
        try (RawClient page =
                RawClient.upgraded(
                        gateway.port(),
                        "Cookie: "
                                + anna.cookie()
                                + "\r\nOrigin: http://127.0.0.1:"
                                + gateway.port()
                                + "\r\n")) {
            anna.delete("/api/session");

            assertThat(page.closeCode()).isEqualTo(4401);
            placesNothing(page, "logged-out");
        }
    }

    @Test
    void nothingIsDoneBehindTheLastStrawAlsoWhenItCameAlong() throws Exception {
        try (RawClient pest = withToken(token("read"))) {
            ByteArrayOutputStream atOnce = new ByteArrayOutputStream();
            for (int i = 0; i <= 20; i++) {
                atOnce.writeBytes(RawClient.textFrame(order("pest-" + i)));
            }
            atOnce.writeBytes(
                    RawClient.textFrame(
                            "{\"type\":\"user\",\"event\":\"get_portfolio\",\"data\":{}}"));
            pest.send(atOnce.toByteArray());

            assertThat(pest.closeCode()).isEqualTo(4403);
            assertThat(pest.ends()).isTrue();
            assertThat(carriedOut("get_portfolio")).isZero();
        }
    }

    @Test
    void whatAnotherGatewayEndedGivesNoCommandsHereEither() throws Exception {
        JsonNode token = token("read", "trade");
        try (RawClient thief = withToken(token)) {
            // The database is theirs in common; the sockets are not.
            gateway.bean(Tokens.class).remove(token.path("id").asString());
            thief.sendText(order("elsewhere"));

            assertThat(thief.closeCode()).isEqualTo(4401);
            assertThat(placed("elsewhere")).isFalse();
        }
    }

    private void placesNothing(RawClient client, String commandId) throws Exception {
        client.sendText(order(commandId));
        client.sendHex("898000000000");
        assertThat(client.ends()).isTrue();
        assertThat(placed(commandId)).isFalse();
    }

    private boolean placed(String commandId) {
        return gateway.bus().said(CommandCompleted.class).stream()
                .anyMatch(done -> done.commandId().equals(commandId));
    }

    private double carriedOut(String command) {
        return gateway
                .bean(MeterRegistry.class)
                .find("aktien.gateway.commands")
                .tag("command", command)
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private JsonNode token(String... scopes) {
        return anna.post(
                        "/api/tokens",
                        "{\"name\":\"t\",\"scopes\":[\"%s\"]}"
                                .formatted(String.join("\",\"", scopes)))
                .json();
    }

    private RawClient withToken(JsonNode token) throws Exception {
        return RawClient.upgraded(
                gateway.port(),
                "Authorization: Bearer " + token.path("secret").asString() + "\r\n");
    }

    private static String order(String commandId) {
        return """
        {"type":"user","event":"place_order","command_id":"%s",
         "data":{"symbol":"AAPL","side":"buy","quantity":1}}\
        """
                .formatted(commandId);
    }
}
