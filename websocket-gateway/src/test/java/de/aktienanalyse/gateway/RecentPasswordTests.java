package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// Orders and settings need a password that was typed lately, on two gateways with one folder.
class RecentPasswordTests {
    private static final String REQUIRED = "confirmation_required";
    private static final String ORDER = "{\"symbol\":\"LATE\",\"side\":\"buy\",\"quantity\":1}";
    private static final String CONFIRM = "/api/session/confirm";
    private static final Duration LONG_AGO = Duration.ofMinutes(15).plusSeconds(1);

    @TempDir private static Path folder;
    private static final MovableClock clock = new MovableClock();
    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext two;

    private Person anna;

    @BeforeAll
    static void start() {
        one = gateway();
        two = gateway();
    }

    private static ConfigurableApplicationContext gateway() {
        return new SpringApplicationBuilder(TestGateway.class, GatewayApplication.class)
                .initializers(new FreshData(folder), clock)
                .run(
                        "--server.port=0",
                        "--aktien.gateway.outbound.close-timeout=200ms",
                        "--aktien.gateway.limits.command-burst=1000",
                        "--aktien.gateway.limits.logins-per-minute=1000");
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    @BeforeEach
    void justLoggedIn() throws Exception {
        anna = Person.owner(RedisGateway.port(one), folder);
    }

    @Test
    void anOrderLongAfterThePasswordIsRefusedAndDoneUnderTheSameKeyOnceItIsTypedAgain() {
        try (BrowserClient all = BrowserClient.connect(RedisGateway.port(one))) {
            all.subscribe("trading.*");
            clock.goOn(LONG_AGO);

            Person.Answer refused = anna.post("/api/commands/place_order", ORDER, "late-1");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.json().path("code").asString()).isEqualTo(REQUIRED);
            assertThat(all.untilPong()).as("nothing was done").isEmpty();

            Person.Answer confirmed = confirm(anna, Person.PASSWORD);
            assertThat(confirmed.status()).isEqualTo(200);
            assertThat(confirmed.json().path("confirmed_until").asString())
                    .isBetween(
                            clock.instant().plus(Duration.ofMinutes(14)).toString(),
                            clock.instant().plus(Duration.ofMinutes(15)).toString());
            assertThat(anna.post("/api/commands/place_order", ORDER, "late-1").status())
                    .isEqualTo(200);
            all.next("trading.order_created");
            assertThat(all.untilPong()).as("once").isEmpty();
        }
        await().untilAsserted(() ->
                assertThat(acts())
                        .contains(
                                "command.place_order " + REQUIRED,
                                "session.confirm success",
                                "command.place_order success"));
    }

    @Test
    void anOpenSocketLosesItByTheClockAndGetsItBackThroughTheOtherGateway() {
        try (BrowserClient socket =
                BrowserClient.withCookie(RedisGateway.port(one), anna.cookie())) {
            socket.next("connection.established");
            assertThat(placed(socket, "socket-1")).isEqualTo("success");
            clock.goOn(LONG_AGO);
            assertThat(placed(socket, "socket-2")).isEqualTo(REQUIRED);

            assertThat(confirm(at(two, anna), Person.PASSWORD).status()).isEqualTo(200);

            assertThat(placed(socket, "socket-2")).isEqualTo("success");
        }
    }

    @Test
    void whatOneSessionConfirmedIsNoneOfAnother() throws Exception {
        Person elsewhere = Person.owner(RedisGateway.port(two), folder);
        clock.goOn(LONG_AGO);
        assertThat(confirm(anna, Person.PASSWORD).status()).isEqualTo(200);

        assertThat(order(anna)).isEqualTo(200);
        assertThat(order(at(two, anna))).isEqualTo(200);
        assertThat(order(elsewhere)).isEqualTo(403);
        assertThat(order(at(one, elsewhere))).isEqualTo(403);
    }

    @Test
    void cancellingIsNeverAskedForAPasswordNorIsLooking() {
        clock.goOn(LONG_AGO);
        Person.Answer cancelled =
                anna.post("/api/commands/cancel_order", "{\"order_id\":\"order-1\"}");
        assertThat(cancelled.json().path("code").asString())
                .as("what its owner says")
                .isEqualTo("unknown_order");
        assertThat(anna.post("/api/bus/replays/r-1/pause", "").status()).isEqualTo(200);
        assertThat(anna.get("/api/portfolio").status()).isEqualTo(200);
        try (BrowserClient socket =
                BrowserClient.withCookie(RedisGateway.port(one), anna.cookie())) {
            socket.next("connection.established");
            socket.send(
                    "{\"type\":\"user\",\"event\":\"cancel_order\",\"data\":{\"order_id\":\"o\"}}");
            assertThat(outcome(socket.next("cancel_order.response"))).isEqualTo("unknown_order");
        }
    }

    @Test
    void aTokenHasScopesAndNothingToConfirm() {
        clock.goOn(LONG_AGO);
        try (BrowserClient script = BrowserClient.connect(RedisGateway.port(one))) {
            assertThat(placed(script, "script-1")).isEqualTo("success");
        }
        Person script = new Person(RedisGateway.port(one)).withToken(FreshData.TOKEN);
        assertThat(
                        script.post(
                                        "/api/tokens",
                                        "{\"name\":\"of a script\",\"scopes\":[\"read\"]}")
                                .status())
                .isEqualTo(201);
        assertThat(confirm(script, Person.PASSWORD).status()).isEqualTo(409);
    }

    @Test
    void eachActProlongsItButNotBeyondTwoHoursAfterThePassword() {
        for (int minutes = 10; minutes <= 110; minutes += 10) {
            clock.goOn(Duration.ofMinutes(10));
            assertThat(order(anna)).as("%d minutes", minutes).isEqualTo(200);
        }
        clock.goOn(Duration.ofMinutes(9));
        assertThat(order(anna)).as("119 minutes").isEqualTo(200);
        clock.goOn(Duration.ofMinutes(1));
        assertThat(order(anna)).as("two hours").isEqualTo(403);

        assertThat(confirm(anna, Person.PASSWORD).status()).isEqualTo(200);
        clock.goOn(Duration.ofMinutes(14));
        assertThat(order(anna)).isEqualTo(200);
    }

    @Test
    void whatNeedsNoPasswordProlongsNothing() {
        clock.goOn(Duration.ofMinutes(14));
        anna.get("/api/portfolio");
        anna.post("/api/commands/cancel_order", "{\"order_id\":\"order-1\"}");
        anna.post("/api/commands/place_order", "{\"symbol\":\"\"}");
        clock.goOn(Duration.ofMinutes(2));
        assertThat(order(anna)).isEqualTo(403);
    }

    @Test
    void aWrongPasswordConfirmsNothingAndIsWrittenDownWithoutIt() {
        clock.goOn(LONG_AGO);
        Person.Answer wrong = confirm(anna, "a wrong password of hers");
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.json().path("code").asString()).isEqualTo("wrong_password");
        assertThat(wrong.json().path("field").asString()).isEqualTo("password");
        assertThat(anna.post(CONFIRM, "{}").status()).isEqualTo(403);

        assertThat(order(anna)).isEqualTo(403);
        assertThat(acts()).contains("session.confirm wrong_password");
        assertThat(anna.get("/api/audit?limit=500").body()).doesNotContain("of hers");
    }

    @Test
    void whoIsNotLoggedInOrOnAForeignPageCannotConfirm() {
        assertThat(confirm(new Person(RedisGateway.port(one)), Person.PASSWORD).status())
                .isEqualTo(401);
        assertThat(
                        new Person(RedisGateway.port(one))
                                .with(anna.cookie())
                                .from("http://127.0.0.1:1")
                                .post(CONFIRM, password(Person.PASSWORD))
                                .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /api/tokens               | {\"name\":\"x\",\"scopes\":[\"read\"]}",
                "DELETE | /api/tokens/none          | ",
                "POST   | /api/users/invitations    | {\"name\":\"x\",\"role\":\"VIEWER\"}",
                "DELETE | /api/users/none           | ",
                "PUT    | /api/bus/routing/order.x  | {\"targets\":[\"verwaltung\"]}",
                "DELETE | /api/bus/routing/order.x  | ",
                "POST   | /api/commands/set_route   | {\"pattern\":\"a.b\",\"targets\":[\"verwaltung\"]}",
            })
    void settingsNeedItToo(String method, String path, String body) {
        String before = anna.get("/api/tokens").body();
        clock.goOn(LONG_AGO);
        Person.Answer refused = anna.send(method, path, body);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("code").asString()).isEqualTo(REQUIRED);
        assertThat(anna.get("/api/tokens").body()).isEqualTo(before);

        assertThat(confirm(anna, Person.PASSWORD).status()).isEqualTo(200);
        assertThat(anna.send(method, path, body).status()).isIn(200, 201, 404);
    }

    @Test
    void aRefusedSettingIsWrittenDown() {
        clock.goOn(LONG_AGO);
        anna.delete("/api/users/somebody");
        await().untilAsserted(() -> assertThat(acts()).contains("settings.change " + REQUIRED));
    }

    private static Person at(ConfigurableApplicationContext gateway, Person same) {
        return new Person(RedisGateway.port(gateway)).with(same.cookie());
    }

    private static int order(Person person) {
        return person.post("/api/commands/place_order", ORDER).status();
    }

    private static Person.Answer confirm(Person person, String password) {
        return person.post(CONFIRM, password(password));
    }

    private static String password(String password) {
        return "{\"password\":\"%s\"}".formatted(password);
    }

    private static String placed(BrowserClient socket, String commandId) {
        socket.send(
                "{\"type\":\"user\",\"event\":\"place_order\",\"command_id\":\"%s\",\"data\":%s}"
                        .formatted(commandId, ORDER));
        return outcome(socket.next("place_order.response"));
    }

    private static String outcome(JsonNode response) {
        return response.at("/data/result/code").asString(response.at("/data/status").asString());
    }

    private List<String> acts() {
        List<String> acts = new ArrayList<>();
        for (JsonNode entry : anna.get("/api/audit?limit=500").json().path("items")) {
            acts.add(entry.path("action").asString() + " " + entry.path("result").asString());
        }
        return acts;
    }
}
