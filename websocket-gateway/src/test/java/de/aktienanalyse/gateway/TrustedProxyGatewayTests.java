package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.gateway.accounts.Users;
import de.aktienanalyse.gateway.fanout.Fanout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.builder.SpringApplicationBuilder;
import tools.jackson.databind.JsonNode;

/// A gateway that believes the proxy at 127.0.0.1, and those who play it.
class TrustedProxyGatewayTests {
    private static final String PROXY = "127.0.0.1";
    private static final String STRANGER = "127.0.0.2";
    private static final String ORDER = "{\"symbol\":\"PROX\",\"side\":\"buy\",\"quantity\":1}";
    private static final String GUESS = "{\"name\":\"Anna\",\"password\":\"a guess of hers\"}";
    private static final String STREAM = "/api/events/stream?event_types=trading.*";

    @RegisterExtension
    private final OwnGateway gateway =
            new OwnGateway(
                    "aktien.gateway.proxy.auth=trusted-proxy",
                    "aktien.gateway.proxy.addresses=10.9.9.9, 127.0.0.1",
                    "aktien.gateway.proxy.socket-life=300ms",
                    "aktien.gateway.access.revalidation=100ms",
                    "aktien.gateway.outbound.close-timeout=200ms");

    private Person anna;

    @BeforeEach
    void owner() throws Exception {
        anna = Person.owner(gateway.port(), Path.of(gateway.setting("AKTIEN_DATA_DIR")));
    }

    @Test
    void whomTheProxyNamesIsInByRestStreamAndSocket() throws Exception {
        Visit.Answer session = proxied("anna").get("/api/session");
        assertThat(session.json().path("state").asString()).isEqualTo("authenticated");
        assertThat(session.json().path("signed_in_by").asString()).isEqualTo("proxy");
        assertThat(session.json().at("/user/name").asString()).isEqualTo("Anna");
        assertThat(proxied("Anna").get("/api/portfolio").status()).isEqualTo(200);
        assertThat(proxied("Anna").get("/api/events?event_types=trading.*&wait=0").status())
                .isEqualTo(200);
        assertThat(proxied("Anna").fromOurPage().handshake()).isEqualTo(101);

        try (StreamClient stream =
                StreamClient.proxied(gateway.port(), "event_types=trading.*", "Anna")) {
            stream.next();
            await().until(() ->
                    gateway.bean(Fanout.class).connections().join().stream()
                            .anyMatch(each -> each.eventTypes().contains("trading.*")));
        }
    }

    @Test
    void theHeaderOfAnybodyElseIsNone() {
        Visit spoof = new Visit(gateway.port(), STRANGER).with("Remote-User", "Anna");
        assertThat(spoof.get("/api/session").json().path("state").asString())
                .isEqualTo("anonymous");
        assertThat(spoof.get("/api/portfolio").status()).isEqualTo(401);
        assertThat(spoof.get(STREAM).status()).isEqualTo(401);
        assertThat(spoof.fromOurPage().handshake()).isEqualTo(401);
        assertThat(
                        new Visit(gateway.port(), STRANGER)
                                .with("Remote-User", "Anna")
                                .with("X-Forwarded-For", PROXY)
                                .with("Forwarded", "for=127.0.0.1")
                                .get("/api/portfolio")
                                .status())
                .isEqualTo(401);
        assertThat(proxied("Bob").with("Remote-User", "Anna").get("/api/portfolio").status())
                .as("a second name beside the proxy's")
                .isEqualTo(403);
    }

    @Test
    void theHeaderOfAnybodyElseDoesNotTakeTheirOwnLoginAway() {
        Visit.Answer own =
                new Visit(gateway.port(), STRANGER)
                        .with("Remote-User", "nobody")
                        .with("Cookie", anna.cookie())
                        .get("/api/session");
        assertThat(own.json().path("signed_in_by").asString()).isEqualTo("password");
    }

    @Test
    void whatChangesSomethingAndSocketsStillNeedOurOrigin() {
        assertThat(proxied("Anna").post("/api/commands/place_order", ORDER).status())
                .isEqualTo(403);
        assertThat(
                        proxied("Anna")
                                .with("Origin", "https://evil.example")
                                .post("/api/commands/place_order", ORDER)
                                .status())
                .isEqualTo(403);
        assertThat(proxied("Anna").handshake()).isEqualTo(403);
        assertThat(proxied("Anna").with("Origin", "https://evil.example").handshake())
                .isEqualTo(403);
        assertThat(proxied("Anna").fromOurPage().post("/api/commands/place_order", ORDER).status())
                .isEqualTo(200);
    }

    @Test
    void aNameThatNobodyHasIsToldAndNeverMade() {
        Visit.Answer session = proxied("Mallory").get("/api/session");
        assertThat(session.json().path("state").asString()).isEqualTo("unknown_user");
        assertThat(session.json().at("/user/name").asString()).isEqualTo("Mallory");
        Visit.Answer refused = proxied("Mallory").get("/api/portfolio");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("unknown_user");
        assertThat(proxied("Mallory").get(STREAM).code()).isEqualTo("unknown_user");
        assertThat(proxied("Mallory").fromOurPage().handshake()).isEqualTo(403);
        assertThat(proxied("Mallory").with("Cookie", anna.cookie()).get("/api/portfolio").status())
                .as("a cookie left from another")
                .isEqualTo(403);
        assertThat(proxied("Mallory").get("/").status()).as("the page").isEqualTo(200);
        assertThat(gateway.bean(Users.class).all()).hasSize(1);
        await().untilAsserted(
                        () -> assertThat(acts()).contains("login.proxy unknown_user Mallory"));
    }

    @Test
    void whoIsInvitedBecomesAUserByTheLink() {
        String link =
                anna.post("/api/users/invitations", "{\"name\":\"Bob\",\"role\":\"VIEWER\"}")
                        .json()
                        .path("link")
                        .asString();
        Visit.Answer done =
                proxied("bob")
                        .fromOurPage()
                        .post(
                                "/api/setup",
                                "{\"token\":\"%s\",\"name\":\"\",\"password\":\"%s\"}"
                                        .formatted(
                                                link.substring(link.indexOf('=') + 1),
                                                Person.PASSWORD));
        assertThat(done.status()).isEqualTo(201);
        assertThat(proxied("bob").get("/api/portfolio").status()).isEqualTo(200);
        assertThat(proxied("bob").get("/api/users").status()).as("a viewer").isEqualTo(403);
    }

    @Test
    void theLogShowsTheWayAndTheClientsAddressAndTheProxyLogsOut() {
        Visit visit = proxied("Anna").with("X-Forwarded-For", "6.6.6.6, 203.0.113.9").fromOurPage();
        assertThat(visit.post("/api/tokens", "{\"name\":\"t\",\"scopes\":[\"read\"]}").status())
                .as("no password is asked for")
                .isEqualTo(201);
        JsonNode newest = anna.get("/api/audit?limit=1").json().at("/items/0");
        assertThat(newest.path("login").asString()).isEqualTo("proxy-owner");
        assertThat(newest.path("address").asString()).isEqualTo("203.0.113.9");

        Visit.Answer out = visit.send("DELETE", "/api/session", "");
        assertThat(out.status()).isEqualTo(409);
        assertThat(out.code()).isEqualTo("signed_in_by_proxy");
        assertThat(visit.post("/api/session/confirm", "{\"password\":\"x\"}").status())
                .isEqualTo(409);
    }

    @Test
    void guessesCountForTheClientBehindTheProxyWhateverItSaysOfItself() {
        for (int i = 0; i < 5; i++) {
            assertThat(guess(PROXY, "10.1.1." + i + ", 203.0.113.1")).isEqualTo(401);
        }
        assertThat(guess(PROXY, "10.1.1.9, 203.0.113.1")).isEqualTo(429);
        assertThat(guess(PROXY, "203.0.113.2")).as("another client").isEqualTo(401);
        for (int i = 0; i < 5; i++) {
            assertThat(guess(STRANGER, "203.0.114." + i)).isEqualTo(401);
        }
        assertThat(guess(STRANGER, "203.0.114.9")).isEqualTo(429);
    }

    private int guess(String from, String forwardedFor) {
        return new Visit(gateway.port(), from)
                .with("X-Forwarded-For", forwardedFor)
                .fromOurPage()
                .post("/api/session", GUESS)
                .status();
    }

    @Test
    void aSocketComesByTheProxyAgainFromTimeToTime() {
        assertThat(proxied("Anna").fromOurPage().closeCode().orTimeout(10, TimeUnit.SECONDS).join())
                .isEqualTo(1001);
    }

    @Test
    void withoutAListNobodyIsBelievedAndNothingStarts() {
        assertThatThrownBy(() ->
                        new SpringApplicationBuilder(TestGateway.class, GatewayApplication.class)
                                .initializers(new FreshData())
                                .run(
                                        "--server.port=0",
                                        "--aktien.gateway.proxy.auth=trusted-proxy"))
                .hasStackTraceContaining("AKTIEN_TRUSTED_PROXIES");
    }

    private Visit proxied(String name) {
        return new Visit(gateway.port(), PROXY).with("Remote-User", name);
    }

    private List<String> acts() {
        List<String> acts = new ArrayList<>();
        for (JsonNode entry : anna.get("/api/audit?limit=100").json().path("items")) {
            acts.add(
                    entry.path("action").asString()
                            + " "
                            + entry.path("result").asString()
                            + " "
                            + entry.path("target").asString(""));
        }
        return acts;
    }
}
