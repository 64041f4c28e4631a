package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.UserEvent.Notified;
import de.aktienanalyse.gateway.access.Actor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/// Users of one household: what is all of theirs and what is one's own.
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "aktien.gateway.outbound.close-timeout=200ms",
            "aktien.gateway.limits.logins-per-minute=1000",
            "aktien.gateway.access.revalidation=100ms"
        })
@Import(TestGateway.class)
@ContextConfiguration(initializers = FreshData.class)
class HouseholdTests {
    private static final String ORDER = "{\"symbol\":\"HOME\",\"side\":\"buy\",\"quantity\":1}";

    @LocalServerPort int port;
    @Autowired InMemoryEventBus bus;
    @Autowired TestGateway.MemoryChannels channels;

    @Value("${AKTIEN_DATA_DIR}")
    Path folder;

    private Person anna;
    private Person viewer;

    @BeforeEach
    void users() throws Exception {
        anna = Person.owner(port, folder);
        String name = "Viewer " + System.nanoTime();
        String invitation =
                anna.post(
                                "/api/users/invitations",
                                "{\"name\":\"%s\",\"role\":\"VIEWER\"}".formatted(name))
                        .json()
                        .path("link")
                        .asString();
        viewer = new Person(port);
        assertThat(viewer.setUp(invitation.substring(invitation.indexOf('=') + 1), "").status())
                .isEqualTo(201);
    }

    @Test
    void aViewerSeesTheDepotAndItsOrdersButNothingOfOthersAndChangesNothing() {
        try (BrowserClient his = BrowserClient.withCookie(port, viewer.cookie())) {
            his.next("connection.established");
            his.subscribe("*");
            bus.publish(SampleEvents.fill("home-1"));
            bus.publish(SampleEvents.value("depot-of-anna"));
            bus.publish(
                    new Notified(
                            Actor.OWNER,
                            "home-2",
                            "For Anna",
                            "",
                            Severity.INFO,
                            null,
                            SampleEvents.TIME));
            assertThat(anna.post("/api/commands/place_order", ORDER).status()).isEqualTo(200);
            his.send("{\"type\":\"user\",\"event\":\"place_order\",\"data\":" + ORDER + "}");
            his.send("{\"type\":\"user\",\"event\":\"get_portfolio\",\"data\":{}}");

            List<JsonNode> told = new ArrayList<>();
            while (told.size() < 5) {
                told.add(his.next());
            }
            told.addAll(his.untilPong());
            assertThat(told)
                    .extracting(
                            message -> message.path("event").asString(),
                            message -> message.at("/data/status").asString(""),
                            message -> message.at("/data/result/code").asString(""))
                    .containsExactlyInAnyOrder(
                            tuple("trading.order_filled", "filled", ""),
                            tuple("portfolio.value_changed", "", ""),
                            tuple("trading.order_created", "accepted", ""),
                            tuple("place_order.response", "error", "forbidden"),
                            tuple("get_portfolio.response", "success", ""));
        }
    }

    @Test
    void theTrueTokenOfAnothersConnectionBringsNoOutcomeOfTheirs() {
        String token;
        List<String> positions = new ArrayList<>();
        try (BrowserClient hers = BrowserClient.withCookie(port, anna.cookie())) {
            token = hers.next("connection.established").at("/data/resume_token").asString();
            hers.send(subscribe(""));
            hers.next("subscription.confirmed")
                    .at("/data/positions")
                    .forEach(each -> positions.add(each.asString()));
            hers.send("{\"type\":\"user\",\"event\":\"place_order\",\"data\":" + ORDER + "}");
            hers.next("place_order.response");
        }
        String resume =
                subscribe(
                        ",\"positions\":[\"%s\"],\"resume_token\":\"%s\""
                                .formatted(String.join("\",\"", positions), token));
        try (BrowserClient his = BrowserClient.withCookie(port, viewer.cookie())) {
            his.next("connection.established");
            his.send(resume);
            his.next("subscription.confirmed");
            assertThat(his.next("resumed").at("/data/events").asInt()).isZero();
            assertThat(his.untilPong()).isEmpty();
        }
        try (BrowserClient hers = BrowserClient.withCookie(port, anna.cookie())) {
            hers.next("connection.established");
            hers.send(resume);
            hers.next("subscription.confirmed");
            hers.next("place_order.response");
            assertThat(hers.next("resumed").at("/data/events").asInt()).isOne();
        }
    }

    @Test
    void whatOthersSayToOneOfThemGoesToNobodyElse() {
        try (BrowserClient hers = BrowserClient.withCookie(port, anna.cookie());
                BrowserClient his = BrowserClient.withCookie(port, viewer.cookie())) {
            hers.next("connection.established");
            String hisId = his.next("connection.established").at("/data/client_id").asString();
            hers.subscribe("user.*");
            his.subscribe("user.*");

            channels.publish(notification("\"title\":\"nobody's\"", "\"source_service\":\"py\""));
            channels.publish(
                    notification("\"user_id\":\"owner\"", "\"target_client\":\"" + hisId + "\""));
            channels.publish(notification("\"user_id\":\"owner\"", "\"source_service\":\"py\""));
            channels.publish(
                    notification("\"title\":\"his\"", "\"target_client\":\"" + hisId + "\""));

            assertThat(hers.next("user.notification").at("/data/user_id").asString())
                    .isEqualTo("owner");
            assertThat(his.next("user.notification").at("/data/title").asString()).isEqualTo("his");
            assertThat(hers.untilPong()).isEmpty();
            assertThat(his.untilPong()).isEmpty();
        }
    }

    private static String notification(String data, String more) {
        return "{\"type\":\"user\",\"event\":\"user.notification\",\"data\":{%s},%s}"
                .formatted(data, more);
    }

    private static String subscribe(String more) {
        return """
        {"type":"subscription","event":"subscribe","data":
         {"event_types":["analysis.*"],"snapshot":false%s}}\
        """
                .formatted(more);
    }
}
