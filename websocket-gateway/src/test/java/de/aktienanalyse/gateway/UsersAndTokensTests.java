package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.UserEvent.Notified;
import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.fanout.Fanout;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/// What an owner does with a family and some scripts.
@LoginTest
class UsersAndTokensTests {
    private static final String ORDER = "{\"symbol\":\"AAPL\",\"side\":\"buy\",\"quantity\":1}";

    @LocalServerPort int port;
    @Autowired InMemoryEventBus bus;
    @Autowired Fanout fanout;

    @Value("${AKTIEN_DATA_DIR}")
    Path folder;

    private Person anna;

    @BeforeEach
    void owner() throws Exception {
        anna = Person.owner(port, folder);
    }

    @Test
    void aTokenMayWhatItsScopesSayUntilItIsRevoked() {
        Person.Answer made =
                anna.post("/api/tokens", "{\"name\":\"reader\",\"scopes\":[\"read\"]}");
        assertThat(made.status()).isEqualTo(201);
        String secret = made.json().path("secret").asString();
        String id = made.json().path("id").asString();

        try (BrowserClient reader = BrowserClient.withToken(port, secret)) {
            reader.next("connection.established");
            reader.send(order("r-1"));
            assertThat(reader.next("place_order.response").at("/data/result/code").asString())
                    .isEqualTo("forbidden");
            reader.send("{\"type\":\"user\",\"event\":\"get_portfolio\",\"data\":{}}");
            assertThat(reader.next("get_portfolio.response").at("/data/status").asString())
                    .isEqualTo("success");
            assertThat(listed("/api/tokens").findValuesAsString("secret")).isEmpty();
            assertThat(listed("/api/tokens").findValuesAsString("last_used_at")).isNotEmpty();

            assertThat(anna.delete("/api/tokens/" + id).status()).isEqualTo(204);

            assertThat(reader.closeCode()).isEqualTo(4401);
        }
        assertThat(anna.delete("/api/tokens/" + id).status()).isEqualTo(404);
    }

    @Test
    void wrongWishesForATokenAreRefusedWithTheirField() {
        assertThat(refusedField("{\"name\":\"x\",\"scopes\":[\"root\"]}")).isEqualTo("scopes");
        assertThat(refusedField("{\"name\":\"x\",\"scopes\":[]}")).isEqualTo("scopes");
        assertThat(refusedField("{\"scopes\":[\"read\"]}")).isEqualTo("name");
    }

    @ParameterizedTest
    @CsvSource({
        "tokens, '{\"name\":\"more\",\"scopes\":[\"trade\"]}', scopes",
        "tokens, '{\"name\":\"more\",\"scopes\":[\"read\",\"admin\"]}', scopes",
        "users/invitations, '{\"name\":\"Me again\",\"role\":\"OWNER\"}', role",
        "users/invitations, '{\"name\":\"Me again\",\"role\":\"VIEWER\"}', role",
    })
    void aTokenGivesNobodyMoreThanItHas(String what, String wish, String field) {
        String admin = secretOf("{\"name\":\"admin\",\"scopes\":[\"admin\"]}");

        Person.Answer refused = asToken(admin, "/api/" + what, wish);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("code").asString()).isEqualTo("forbidden");
        assertThat(refused.json().path("field").asString()).isEqualTo(field);
        assertThat(
                        asToken(admin, "/api/tokens", "{\"name\":\"x\",\"scopes\":[\"admin\"]}")
                                .status())
                .as("but as much")
                .isEqualTo(201);
        String reading = secretOf("{\"name\":\"both\",\"scopes\":[\"read\",\"admin\"]}");
        assertThat(
                        asToken(
                                        reading,
                                        "/api/users/invitations",
                                        "{\"name\":\"Guest %s\",\"role\":\"VIEWER\"}"
                                                .formatted(field + wish.length()))
                                .status())
                .isEqualTo(201);
    }

    private String secretOf(String wish) {
        return anna.post("/api/tokens", wish).json().path("secret").asString();
    }

    private Person.Answer asToken(String secret, String path, String json) {
        return new Person(port)
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .header("Authorization", "Bearer " + secret)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private String refusedField(String wish) {
        Person.Answer answer = anna.post("/api/tokens", wish);
        assertThat(answer.status()).isEqualTo(422);
        return answer.json().path("field").asString();
    }

    @Test
    void whoIsInvitedComesInOnceLooksAndGoesWhenRemoved() {
        Person.Answer invited =
                anna.post("/api/users/invitations", "{\"name\":\"Bob\",\"role\":\"VIEWER\"}");
        assertThat(invited.status()).isEqualTo(201);
        String link = invited.json().path("link").asString();
        assertThat(link).startsWith("http://127.0.0.1:" + port + "/einrichten#token=");
        String secret = link.substring(link.indexOf('=') + 1);

        Person bob = new Person(port);
        assertThat(bob.setUp(secret, "").status()).isEqualTo(201);
        assertThat(new Person(port).setUp(secret, "Eve").status()).isIn(403, 410);
        assertThat(bob.get("/api/session").json().at("/user/name").asString()).isEqualTo("Bob");
        assertThat(bob.get("/api/portfolio").status()).isEqualTo(200);
        assertThat(bob.post("/api/commands/place_order", ORDER).status()).isEqualTo(403);
        assertThat(bob.get("/api/users").status()).isEqualTo(403);
        assertThat(bob.get("/api/audit").status()).isEqualTo(403);
        assertThat(bob.get("/api/connections").status()).isEqualTo(403);
        assertThat(bob.get("/api/bus/journal").status()).isEqualTo(403);
        assertThat(bob.get("/actuator/prometheus").status()).isEqualTo(403);
        assertThat(bob.post("/api/tokens", "{\"name\":\"x\",\"scopes\":[\"admin\"]}").status())
                .isEqualTo(403);

        String id = "";
        for (JsonNode user : listed("/api/users")) {
            if (user.path("name").asString().equals("Bob")) {
                id = user.path("id").asString();
            }
        }
        whatIsForAnnaIsNotForBob(bob);
        try (BrowserClient socket = BrowserClient.withCookie(port, bob.cookie())) {
            assertThat(anna.delete("/api/users/" + id).status()).isEqualTo(204);
            assertThat(socket.closeCode()).isEqualTo(4401);
        }
        assertThat(bob.get("/api/portfolio").status()).isEqualTo(401);
        assertThat(anna.delete("/api/users/owner").status()).isEqualTo(409);
    }

    private void whatIsForAnnaIsNotForBob(Person bob) {
        String place;
        try (BrowserClient his = BrowserClient.withCookie(port, bob.cookie());
                BrowserClient hers = BrowserClient.withCookie(port, anna.cookie())) {
            his.next("connection.established");
            hers.next("connection.established");
            his.subscribe("*");
            hers.subscribe("*");
            bus.publish(
                    new Notified(
                            Actor.OWNER,
                            "n-1",
                            "For Anna",
                            "",
                            Severity.INFO,
                            null,
                            SampleEvents.TIME));
            place = hers.next("user.notification").path("position").asString();
            assertThat(his.untilPong()).isEmpty();
        }
        try (BrowserClient his = BrowserClient.withCookie(port, bob.cookie())) {
            his.next("connection.established");
            String before = place.substring(0, place.lastIndexOf('-')) + "-0";
            his.send(
                    """
                    {"type":"subscription","event":"subscribe","data":{"event_types":["user.*"],
                     "positions":["%s"]}}\
                    """
                            .formatted(before));
            his.next("subscription.confirmed");
            assertThat(his.next("resumed").at("/data/events").asInt())
                    .as("nor when he comes back")
                    .isZero();
        }
    }

    @Test
    void theOwnerSeesWhoIsConnectedAndWhatTheyHear() throws Exception {
        try (StreamClient stream =
                StreamClient.withCookie(port, "event_types=trading.*", anna.cookie())) {
            stream.next();
            await().until(() -> fanout.connections().join().size() == 1);

            JsonNode seen = anna.get("/api/connections").json().at("/items/0");

            assertThat(seen.at("/event_types/0").asString()).isEqualTo("trading.*");
            JsonNode connection = seen.path("connection");
            assertThat(connection.propertyNames())
                    .contains("client_id", "seconds", "waiting", "delivered", "conflated");
            assertThat(connection.path("address").asString()).isEqualTo("127.0.0.1");
            assertThat(connection.path("user").asString()).isEqualTo("owner");
        }
    }

    @Test
    void aTokenThatMayReadCollectsTheOwnersMetrics() throws Exception {
        String secret =
                anna.post("/api/tokens", "{\"name\":\"collector\",\"scopes\":[\"read\"]}")
                        .json()
                        .path("secret")
                        .asString();
        Person.Answer metrics =
                new Person(port)
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + port
                                                                + "/actuator/prometheus"))
                                        .header("Authorization", "Bearer " + secret));
        assertThat(metrics.status()).isEqualTo(200);
    }

    @Test
    void whoKeepsAskingForWhatIsForbiddenHasToGo() {
        String secret =
                anna.post("/api/tokens", "{\"name\":\"pest\",\"scopes\":[\"read\"]}")
                        .json()
                        .path("secret")
                        .asString();
        try (BrowserClient pest = BrowserClient.withToken(port, secret)) {
            for (int i = 0; i <= 20; i++) {
                pest.send(order("pest-" + i));
            }
            assertThat(pest.closeCode()).isEqualTo(4403);
        }
        await().untilAsserted(() ->
                assertThat(acts())
                        .contains("connection.close forbidden", "command.place_order forbidden"));
    }

    @Test
    void aTokenThatIsNoneIsWrittenDownAFewTimesHoweverOftenItIsTried() {
        for (int i = 0; i < 50; i++) {
            assertThat(
                            new Person(port)
                                    .send(
                                            HttpRequest.newBuilder(
                                                            URI.create(
                                                                    "http://127.0.0.1:"
                                                                            + port
                                                                            + "/api/portfolio"))
                                                    .header("Authorization", "Bearer guess-" + i))
                                    .status())
                    .isEqualTo(401);
        }
        await().untilAsserted(() -> assertThat(acts()).contains("token.use wrong_token"));
        // Written in the order in which they came, so all of them stand before this one.
        anna.post("/api/tokens", "{\"name\":\"behind\",\"scopes\":[\"read\"]}");
        assertThat(acts())
                .filteredOn(act -> act.equals("token.use wrong_token"))
                .hasSizeBetween(1, 15);
        assertThat(anna.get("/api/audit?limit=500").body()).doesNotContain("guess-");
    }

    @Test
    void whoGuessesDoesNotFillTheLogHoweverOftenTheyTry() throws Exception {
        for (int i = 0; i < 40; i++) {
            String guess =
                    "{\"name\":\"Anna\",\"password\":\"\",\"token\":\"guess-%d\"}".formatted(i);
            String door = i % 4 == 0 ? "session" : "setup";
            assertThat(RawClient.post("127.0.0.9", port, "/api/" + door, guess))
                    .isBetween(400, 499);
        }
        anna.post("/api/tokens", "{\"name\":\"behind\",\"scopes\":[\"read\"]}");
        long noted = 0;
        for (JsonNode entry : listed("/api/audit?limit=500")) {
            noted += entry.path("address").asString().equals("127.0.0.9") ? 1 : 0;
        }
        assertThat(noted).isBetween(1L, 15L);
    }

    private List<String> acts() {
        List<String> acts = new ArrayList<>();
        for (JsonNode entry : listed("/api/audit?limit=500")) {
            acts.add(entry.path("action").asString() + " " + entry.path("result").asString());
        }
        return acts;
    }

    @Test
    void everyActIsInTheChainWithoutSecretsAndAChangeShows() throws Exception {
        new Person(port).logIn("Anna", "geheimes Kennwort");
        anna.post("/api/commands/place_order", ORDER);
        // The act of a command is written behind its answer.
        await().untilAsserted(() ->
                assertThat(acts())
                        .contains("login wrong_credentials", "command.place_order success"));
        List<String> acts = acts();
        assertThat(anna.get("/api/audit?limit=500").body())
                .doesNotContain("geheimes", Person.PASSWORD, "AAPL", FreshData.TOKEN);
        JsonNode first = anna.get("/api/audit?limit=1").json();
        JsonNode second =
                anna.get("/api/audit?limit=1&cursor=" + first.path("next_cursor").asString())
                        .json();
        assertThat(second.at("/items/0/seq").asLong())
                .isEqualTo(first.at("/items/0/seq").asLong() - 1);
        JsonNode whole = anna.get("/api/audit/verification").json();
        assertThat(whole.path("whole").asBoolean()).isTrue();
        assertThat(whole.path("entries").asLong()).isGreaterThanOrEqualTo(acts.size());

        assertThatThrownBy(() -> change("UPDATE audit SET result = 'success'"))
                .hasMessageContaining("only added to");
        assertThatThrownBy(() -> change("DELETE FROM audit WHERE seq = 1"))
                .hasMessageContaining("only added to");
        change("DROP TRIGGER audit_is_never_changed");
        change("UPDATE audit SET result = result || '!' WHERE seq = 1");
        JsonNode broken = anna.get("/api/audit/verification").json();
        assertThat(broken.path("whole").asBoolean()).isFalse();
        assertThat(broken.path("broken_at").asLong()).isEqualTo(1);
        change("UPDATE audit SET result = rtrim(result, '!') WHERE seq = 1");
        assertThat(anna.get("/api/audit/verification").json().path("whole").asBoolean()).isTrue();
    }

    private JsonNode listed(String path) {
        Person.Answer answer = anna.get(path);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("items");
    }

    private void change(String sql) throws SQLException {
        try (Connection database =
                        DriverManager.getConnection(
                                "jdbc:sqlite:"
                                        + folder.resolve("gateway.db")
                                        + "?busy_timeout=5000");
                Statement statement = database.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String order(String correlation) {
        return """
        {"type":"user","event":"place_order","correlation_id":"%s","data":%s}\
        """
                .formatted(correlation, ORDER);
    }
}
