package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import de.aktienanalyse.gateway.TestGateway.MemoryChannels;
import de.aktienanalyse.gateway.access.Actor;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/// The holes that the spec's own gateway has, each tried as an attacker would.
@SpringBootTest(
        classes = GatewayApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "aktien.gateway.outbound.close-timeout=200ms",
            "aktien.gateway.limits.connections-per-user=5"
        })
@Import(TestGateway.class)
@ContextConfiguration(initializers = FreshData.class)
class HolesTests {
    private static final String ORDER =
            "{\"symbol\":\"HOLE\",\"side\":\"buy\",\"quantity\":1,\"client_order_id\":\"once\"}";

    @LocalServerPort int port;
    @Autowired InMemoryEventBus bus;
    @Autowired MemoryChannels channels;

    @Value("${AKTIEN_DATA_DIR}")
    Path folder;

    private static String cookie = "";

    @BeforeEach
    void owner() throws Exception {
        Path link = folder.resolve("setup-token");
        if (Files.exists(link)) {
            Person anna = new Person(port);
            assertThat(anna.setUp(Files.readString(link).strip(), "Anna").status()).isEqualTo(201);
            cookie = anna.cookie();
        }
    }

    // ---- a client id chosen by the client

    @Test
    void whoClaimsAnothersIdGetsNothingOfTheirs() {
        try (BrowserClient victim = BrowserClient.connect(port);
                BrowserClient thief = BrowserClient.open(port, "/ws/" + victim.id(), null)) {
            String own = thief.next("connection.established").at("/data/client_id").asString();
            assertThat(own).isNotEqualTo(victim.id());
            channels.publish(
                    """
                    {"type":"custom","event":"custom.x","target_client":"%s","data":{}}\
                    """
                            .formatted(victim.id()));
            victim.next("custom.x");
            assertThat(thief.untilPong()).isEmpty();
        }
    }

    // ---- no login, any origin

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization: Bearer guessed\r\n",
                "Authorization: Basic b3duZXI6b3duZXI=\r\n",
                "Cookie: aktien_session=guessed\r\n",
                "X-User-Id: owner\r\nX-Forwarded-User: owner\r\nX-Forwarded-For: 127.0.0.1\r\n",
            })
    void nobodyGetsASocketWithoutProof(String headers) throws Exception {
        try (RawClient client = new RawClient(port, 4096)) {
            assertThat(client.request(handshake(headers))).startsWith("HTTP/1.1 401");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, 403",
        "http://127.0.0.1:1, 403",
        "http://127.0.0.1.evil.example, 403",
        "null, 403",
        "-, 403",
    })
    void theOwnersCookieOpensNoSocketForAForeignPage(String origin, int status) throws Exception {
        String said = origin.equals("-") ? "" : "Origin: " + origin + "\r\n";
        try (RawClient client = new RawClient(port, 4096)) {
            assertThat(client.request(handshake("Cookie: " + cookie + "\r\n" + said)))
                    .startsWith("HTTP/1.1 " + status);
        }
        try (RawClient ours = new RawClient(port, 4096)) {
            String page = "Origin: http://127.0.0.1:" + port + "\r\n";
            assertThat(ours.request(handshake("Cookie: " + cookie + "\r\n" + page)))
                    .as("our own page's does")
                    .startsWith("HTTP/1.1 101");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://127.0.0.1:1", "null", ""})
    void aForgedRequestWithTheOwnersCookieDoesNothing(String origin) {
        HttpRequest.Builder forged =
                HttpRequest.newBuilder(uri("/api/commands/place_order"))
                        .header("Cookie", cookie)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(ORDER));
        if (!origin.isEmpty()) {
            forged.header("Origin", origin);
        }
        assertThat(new Person(port).send(forged).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/portfolio",
        "GET, /api/market/prices",
        "POST, /api/commands/place_order",
        "POST, /api/commands/get_portfolio",
        "GET, /api/tokens",
        "POST, /api/users/invitations",
        "GET, /api/audit",
        "GET, /api/bus/journal",
        "GET, /api/anything/new",
        "GET, /API/../api/portfolio",
    })
    void nobodyGetsAnythingByRestWithoutProof(String method, String path) throws Exception {
        try (RawClient client = new RawClient(port, 4096)) {
            String answer =
                    client.request(
                            "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 0\r\n\r\n"
                                    .formatted(method, path, port));
            assertThat(answer).matches("(?s)HTTP/1\\.1 (401|400) .*");
            assertThat(answer).doesNotContain("Access-Control-Allow-Origin");
        }
    }

    // ---- any event becomes a command of the bus

    @Test
    void onlyKnownCommandsPassAndTheClientDoesNotSayWhoItIs() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    "{\"type\":\"user\",\"event\":\"system.shutdown\",\"data\":{},\"correlation_id\":\"a\"}");
            assertThat(client.next("system.shutdown.response").at("/data/result/code").asString())
                    .isEqualTo("unknown_command");
            client.send(
                    """
                    {"type":"user","event":"place_order","command_id":"whose","actor":"mallory",
                     "user_id":"mallory","data":{"symbol":"HOLE","side":"buy","quantity":1}}\
                    """);
            JsonNode answer = client.next("place_order.response");
            assertThat(answer.at("/data/status").asString()).isEqualTo("success");
            assertThat(bus.said(CommandCompleted.class))
                    .filteredOn(done -> done.commandId().equals("whose"))
                    .extracting(CommandCompleted::actor)
                    .containsExactly(Actor.OWNER);
            client.send(
                    """
                    {"type":"user","event":"place_order","command_id":"what",
                     "data":{"symbol":7,"side":"buy","quantity":1}}\
                    """);
            answer = client.next("place_order.response");
            assertThat(answer.at("/data/result/code").asString()).isEqualTo("invalid_command");
            assertThat(answer.at("/data/result/field").asString()).isEqualTo("data.symbol");
        }
    }

    // ---- subscribe to anything

    @ParameterizedTest
    @ValueSource(strings = {"a b", "../..", "user.*;drop", ""})
    void whatIsNoEventTypeIsNotSubscribed(String type) {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.send(
                    """
                    {"type":"subscription","event":"subscribe","data":{"event_types":["%s"]}}\
                    """
                            .formatted(type));
            assertThat(client.next().path("type").asString()).isEqualTo("error");
        }
    }

    // ---- no limits

    @Test
    void aUserHasSoManySocketsAndNoMore() throws Exception {
        BrowserClient[] open = new BrowserClient[5];
        await().ignoreExceptions()
                .untilAsserted(() -> {
                    // The sockets of the tests before may still be closing.
                    for (int i = 0; i < open.length; i++) {
                        if (open[i] == null) {
                            open[i] = BrowserClient.connect(port);
                        }
                    }
                });
        try (RawClient sixth = new RawClient(port, 4096)) {
            String answer =
                    sixth.request(handshake("Authorization: Bearer " + FreshData.TOKEN + "\r\n"));
            assertThat(answer).startsWith("HTTP/1.1 429").contains("Retry-After");
        } finally {
            for (BrowserClient client : open) {
                client.close();
            }
        }
    }

    @Test
    void aPasswordIsNotGuessedByTryingMany() {
        Person mallory = new Person(port);
        Person.Answer answer = mallory.logIn("Anna", "guess");
        for (int i = 0; i < 10 && answer.status() != 429; i++) {
            answer = mallory.logIn("Anna", "guess number " + i);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).matches("\\d+");
        assertThat(mallory.logIn("Anna", Person.PASSWORD).status())
                .as("also the right one has to wait")
                .isEqualTo(429);
    }

    // ---- code in an event's text

    @Test
    void theBrowserIsToldToRunNoCodeButThePages() {
        String policy = new Person(port).get("/").header("Content-Security-Policy");

        assertThat(policy)
                .contains("default-src 'self'", "script-src 'self'", "object-src 'none'")
                .contains("frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe-inline", "unsafe-eval", "*", "http:");
        Person.Answer refused = new Person(port).get("/api/portfolio");
        assertThat(refused.header("Content-Security-Policy")).isEqualTo(policy);
        assertThat(refused.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(refused.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(refused.header("Referrer-Policy")).isEqualTo("no-referrer");
    }

    // ---- an order sent twice

    @Test
    void anOrderRepeatedUnderItsKeyHasOneEffectAndAnotherBodyIsRefused() {
        try (BrowserClient client = BrowserClient.connect(port)) {
            for (int i = 0; i < 2; i++) {
                client.send(
                        """
                        {"type":"user","event":"place_order","command_id":"one","correlation_id":"%d","data":%s}\
                        """
                                .formatted(i, ORDER));
                assertThat(client.next("place_order.response").at("/data/status").asString())
                        .isEqualTo("success");
            }
            client.send(
                    """
                    {"type":"user","event":"place_order","command_id":"one","correlation_id":"c","data":%s}\
                    """
                            .formatted(ORDER.replace("\"quantity\":1", "\"quantity\":1000")));
            assertThat(client.next("place_order.response").at("/data/result/code").asString())
                    .isEqualTo("idempotency_conflict");
        }
    }

    // ---- figures of the inside

    @ParameterizedTest
    @CsvSource({
        "/actuator/health/readiness, 127.0.0.1, '', 200",
        "/actuator/prometheus, 127.0.0.1, '', 401",
        "/actuator/prometheus, localhost, 'Via: 1.0 proxy', 401",
        "/actuator/prometheus, 127.0.0.1, Authorization: Bearer token-of-the-tests, 200",
        "/actuator/prometheus, evil.example, '', 401",
        "/actuator/prometheus, 127.0.0.1, X-Forwarded-For: 203.0.113.9, 401",
        "/actuator, 127.0.0.1, '', 401",
        "/actuator/env, 127.0.0.1, '', 401",
        "/actuator/env, 127.0.0.1, Authorization: Bearer token-of-the-tests, 404",
        "/actuator/heapdump, 127.0.0.1, Authorization: Bearer token-of-the-tests, 404",
    })
    void actuatorTellsStrangersOnlyWhetherItLives(
            String path, String host, String header, int status) throws Exception {
        try (RawClient client = new RawClient(port, 4096)) {
            assertThat(
                            client.request(
                                    "GET %s HTTP/1.1\r\nHost: %s:%d\r\n%s\r\n"
                                            .formatted(
                                                    path,
                                                    host,
                                                    port,
                                                    header.isEmpty() ? "" : header + "\r\n")))
                    .startsWith("HTTP/1.1 " + status);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private String handshake(String headers) {
        return RawClient.handshake(port, "/ws", headers)
                .replaceFirst("Authorization: Bearer " + FreshData.TOKEN + "\r\n", "");
    }
}
