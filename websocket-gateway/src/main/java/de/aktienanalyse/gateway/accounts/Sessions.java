package de.aktienanalyse.gateway.accounts;

import de.aktienanalyse.commands.Role;
import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.access.Scope;
import de.aktienanalyse.gateway.accounts.Users.User;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Logins of browsers. The cookie holds the secret, the database its hash.
public final class Sessions {
    public static final Duration LONGEST = Duration.ofDays(7);
    static final Duration IDLE = Duration.ofHours(12);

    /// Use is written down no more often than so.
    private static final Duration GRAIN = Duration.ofMinutes(1);

    private static final String LOGIN = "session-";
    private static final String ALIVE = "s.created_at > ? AND s.seen_at > ?";
    private static final int SHOWN = 16;

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final Clock clock;

    public Sessions(GatewayDatabase database, Secrets secrets, Clock clock) {
        this.jdbc = database.client();
        this.secrets = secrets;
        this.clock = clock;
    }

    /// @param secret for the cookie, nowhere else
    public record Opened(String secret, Session session) {}

    public record Session(Actor actor, Instant expiresAt) {}

    /// Every login gets a new one, whatever the browser had before.
    public Opened open(User user, String address) {
        String secret = secrets.secret();
        Instant now = clock.instant();
        jdbc.sql(
                        "INSERT INTO sessions (hash, user_id, address, created_at, seen_at,"
                                + " password_at, confirmed_at) VALUES (?1, ?2, ?3, ?4, ?4, ?4, ?4)")
                .params(Secrets.hash(secret), user.id(), address, now.toEpochMilli())
                .update();
        removeExpired(now);
        Actor actor =
                new Actor(
                        user.id(),
                        user.name(),
                        user.role(),
                        Scope.all(),
                        login(Secrets.hash(secret)),
                        false,
                        address);
        return new Opened(secret, new Session(actor, now.plus(IDLE)));
    }

    /// The one this cookie belongs to, which counts as use of it.
    public Optional<Session> find(String secret) {
        Instant now = clock.instant();
        String hash = Secrets.hash(secret);
        Optional<Row> row =
                jdbc.sql(
                                "SELECT s.*, u.name, u.role FROM sessions s JOIN users u ON u.id ="
                                        + " s.user_id WHERE s.hash = ? AND "
                                        + ALIVE)
                        .params(hash, bornAfter(now), usedAfter(now))
                        .query(Sessions::row)
                        .optional();
        row.filter(found -> found.seenAt().plus(GRAIN).isBefore(now))
                .ifPresent(_ -> touch(hash, now));
        return row.map(found -> session(found, now));
    }

    /// Its user did something by a socket, which counts as a request does.
    void used(String login) {
        Instant now = clock.instant();
        jdbc.sql("SELECT s.hash FROM sessions s WHERE s.hash LIKE ? AND s.seen_at < ? AND " + ALIVE)
                .params(
                        login.substring(LOGIN.length()) + "%",
                        now.minus(GRAIN).toEpochMilli(),
                        bornAfter(now),
                        usedAfter(now))
                .query(String.class)
                .list()
                .forEach(hash -> touch(hash, now));
    }

    /// Whether its sockets may stay. Not a use of it.
    public boolean isAlive(String login) {
        Instant now = clock.instant();
        return jdbc.sql("SELECT count(*) FROM sessions s WHERE s.hash LIKE ? AND " + ALIVE)
                        .params(pattern(login), bornAfter(now), usedAfter(now))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    public static boolean isSession(String login) {
        return login.startsWith(LOGIN);
    }

    /// What the hash of this login is LIKE.
    static String pattern(String login) {
        return login.substring(LOGIN.length()) + "%";
    }

    public void close(String secret) {
        jdbc.sql("DELETE FROM sessions WHERE hash = ?").param(Secrets.hash(secret)).update();
    }

    /// Ends all of a user's.
    ///
    /// @return their logins
    public List<String> closeAllOf(String userId) {
        List<String> logins =
                jdbc.sql("SELECT hash FROM sessions WHERE user_id = ?")
                        .param(userId)
                        .query((row, _) -> login(row.getString(1)))
                        .list();
        jdbc.sql("DELETE FROM sessions WHERE user_id = ?").param(userId).update();
        return logins;
    }

    private record Row(
            String hash,
            String userId,
            String name,
            Role role,
            Instant createdAt,
            Instant seenAt) {}

    private void touch(String hash, Instant now) {
        jdbc.sql("UPDATE sessions SET seen_at = ? WHERE hash = ?")
                .params(now.toEpochMilli(), hash)
                .update();
    }

    private void removeExpired(Instant now) {
        jdbc.sql("DELETE FROM sessions WHERE created_at <= ? OR seen_at <= ?")
                .params(bornAfter(now), usedAfter(now))
                .update();
    }

    private static long bornAfter(Instant now) {
        return now.minus(LONGEST).toEpochMilli();
    }

    private static long usedAfter(Instant now) {
        return now.minus(IDLE).toEpochMilli();
    }

    private static Session session(Row row, Instant now) {
        Instant idle = now.plus(IDLE);
        Instant end = row.createdAt().plus(LONGEST);
        return new Session(
                new Actor(
                        row.userId(),
                        row.name(),
                        row.role(),
                        Scope.all(),
                        login(row.hash()),
                        false,
                        ""),
                idle.isBefore(end) ? idle : end);
    }

    private static String login(String hash) {
        return LOGIN + hash.substring(0, SHOWN);
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString("hash"),
                row.getString("user_id"),
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("seen_at")));
    }
}
