package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.gateway.accounts.Secrets;
import de.aktienanalyse.gateway.fanout.Fanout;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

/// How long a login lasts, and what ends with it.
@LoginTest
class SessionLifeTests {
    private static final String ORDER =
            "{\"type\":\"user\",\"event\":\"place_order\",\"data\":{\"symbol\":\"AAPL\",\"side\":\"buy\",\"quantity\":1}}";

    @LocalServerPort int port;
    @Autowired Fanout fanout;

    @Value("${AKTIEN_DATA_DIR}")
    Path folder;

    private Person anna = new Person(0);

    @BeforeEach
    void owner() throws Exception {
        anna = Person.owner(port, folder);
    }

    @Test
    void aSessionThatEndedElsewhereLosesItsSocketsToo() throws Exception {
        try (BrowserClient socket = BrowserClient.withCookie(port, anna.cookie())) {
            socket.next("connection.established");
            // As another gateway on the same folder does, or the clock.
            change("DELETE FROM sessions");
            assertThat(socket.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void aSessionThatNobodyUsedForHalfADayLosesItsSockets() throws Exception {
        try (BrowserClient socket = BrowserClient.withCookie(port, anna.cookie())) {
            socket.next("connection.established");
            change("UPDATE sessions SET seen_at = seen_at - 12 * 3600 * 1000");
            assertThat(socket.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void whoTradesByTheSocketUsesTheSessionAndAnOpenTabDoesNot() throws Exception {
        Person busy = new Person(port);
        busy.logIn("Anna", Person.PASSWORD);
        try (BrowserClient tab = BrowserClient.withCookie(port, anna.cookie());
                BrowserClient trader = BrowserClient.withCookie(port, busy.cookie())) {
            tab.next("connection.established");
            trader.next("connection.established");
            change("UPDATE sessions SET seen_at = seen_at - 11 * 3600 * 1000");
            long before = seenAt(anna);

            tab.subscribe("trading.*")
                    .send("{\"type\":\"user\",\"event\":\"get_portfolio\",\"data\":{}}");
            tab.next("get_portfolio.response");
            assertThat(tab.untilPong()).isEmpty();
            trader.send(ORDER);

            await().until(() -> seenAt(busy) > before + 10 * 3600 * 1000);
            assertThat(seenAt(anna)).as("of the tab that is only open").isEqualTo(before);
        }
    }

    private long seenAt(Person person) throws SQLException {
        String hash = Secrets.hash(person.cookie().split("=", 2)[1]);
        try (Connection database =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gateway.db"));
                PreparedStatement find =
                        database.prepareStatement("SELECT seen_at FROM sessions WHERE hash = ?")) {
            find.setString(1, hash);
            ResultSet found = find.executeQuery();
            return found.next() ? found.getLong(1) : 0;
        }
    }

    @Test
    void aSessionIsOverAfterAWeekHoweverMuchItWasUsed() throws Exception {
        try (BrowserClient socket = BrowserClient.withCookie(port, anna.cookie())) {
            socket.next("connection.established");
            change("UPDATE sessions SET created_at = created_at - 7 * 24 * 3600 * 1000");
            assertThat(socket.closeCode()).isEqualTo(4401);
        }
        assertThat(anna.get("/api/portfolio").status()).isEqualTo(401);
    }

    /// The fields that the page of connections reads.
    @Test
    void theLogOutEndsStreamsAndPollsToo() throws Exception {
        CompletableFuture<Person.Answer> poll;
        try (StreamClient stream =
                StreamClient.withCookie(port, "event_types=trading.*", anna.cookie())) {
            stream.next();
            Person waiting = new Person(port).with(anna.cookie());
            poll =
                    CompletableFuture.supplyAsync(
                            () -> waiting.get("/api/events?event_types=trading.*&wait=60"));
            await().until(() ->
                    fanout.connections().join().stream()
                                    .filter(each -> each.eventTypes().contains("trading.*"))
                                    .count()
                            == 2);

            assertThat(anna.delete("/api/session").status()).isEqualTo(204);

            assertThat(stream.until("system.closing").getLast().data().at("/data/code").asInt())
                    .isEqualTo(4401);
            await().until(stream::hasEnded);
        }
        Person.Answer answer = poll.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("code").asString()).isEqualTo("unauthenticated");
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
}
