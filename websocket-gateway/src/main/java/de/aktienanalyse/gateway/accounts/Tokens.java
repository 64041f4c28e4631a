package de.aktienanalyse.gateway.accounts;

import de.aktienanalyse.commands.Role;
import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.access.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What scripts come in by: `Authorization: Bearer`.
public final class Tokens {
    private static final String LOGIN = "token-";
    private static final Duration GRAIN = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final Clock clock;
    private final @Nullable String ofEnvironment;
    private final Actor environment =
            new Actor(
                    Actor.OWNER,
                    Actor.OWNER,
                    Role.OWNER,
                    Scope.all(),
                    LOGIN + "environment",
                    true,
                    "");

    /// @param ofEnvironment AKTIEN_API_TOKEN: acts as the owner; blank: there is none
    public Tokens(
            GatewayDatabase database,
            Secrets secrets,
            Clock clock,
            @Nullable String ofEnvironment) {
        this.jdbc = database.client();
        this.secrets = secrets;
        this.clock = clock;
        this.ofEnvironment =
                ofEnvironment == null || ofEnvironment.isBlank() ? null : ofEnvironment.strip();
    }

    public record Token(
            String id,
            String userId,
            String name,
            List<String> scopes,
            Instant createdAt,
            @Nullable Instant lastUsedAt) {
        public Token {
            scopes = List.copyOf(scopes);
        }
    }

    /// @param secret told once
    public record Made(Token token, String secret) {}

    public Made make(String userId, String name, Set<Scope> scopes) {
        String secret = "akt_" + secrets.secret();
        List<String> names = scopes.stream().sorted().map(Scope::wireName).toList();
        Token token =
                new Token(secrets.name(""), userId, name.strip(), names, clock.instant(), null);
        jdbc.sql(
                        "INSERT INTO tokens (id, user_id, name, hash, scopes, created_at) VALUES"
                                + " (?, ?, ?, ?, ?, ?)")
                .params(
                        token.id(),
                        userId,
                        token.name(),
                        Secrets.hash(secret),
                        String.join(" ", names),
                        token.createdAt().toEpochMilli())
                .update();
        return new Made(token, secret);
    }

    public List<Token> all() {
        return jdbc.sql("SELECT * FROM tokens ORDER BY created_at, id").query(Tokens::token).list();
    }

    public Optional<Actor> find(String secret) {
        if (ofEnvironment != null && Secrets.same(ofEnvironment, secret)) {
            return Optional.of(environment);
        }
        Instant now = clock.instant();
        Optional<Found> found =
                jdbc.sql(
                                "SELECT t.*, u.name AS user_name, u.role FROM tokens t JOIN users u"
                                        + " ON u.id = t.user_id WHERE t.hash = ?")
                        .param(Secrets.hash(secret))
                        .query((row, number) -> found(row, number))
                        .optional();
        found.map(Found::token)
                .filter(token ->
                        token.lastUsedAt() == null || token.lastUsedAt().plus(GRAIN).isBefore(now))
                .ifPresent(token ->
                        jdbc.sql("UPDATE tokens SET last_used_at = ? WHERE id = ?")
                                .params(now.toEpochMilli(), token.id())
                                .update());
        return found.map(Found::actor);
    }

    /// Whether its sockets may stay.
    public boolean isAlive(String login) {
        return login.equals(environment.login())
                || jdbc.sql("SELECT count(*) FROM tokens WHERE id = ?")
                                .param(login.substring(LOGIN.length()))
                                .query(Integer.class)
                                .single()
                        > 0;
    }

    /// @return its login; empty: there was none
    public Optional<String> remove(String id) {
        int removed = jdbc.sql("DELETE FROM tokens WHERE id = ?").param(id).update();
        return removed > 0 ? Optional.of(LOGIN + id) : Optional.empty();
    }

    public List<String> loginsOf(String userId) {
        return jdbc.sql("SELECT id FROM tokens WHERE user_id = ?")
                .param(userId)
                .query((row, _) -> LOGIN + row.getString(1))
                .list();
    }

    private record Found(Token token, Actor actor) {}

    private static Found found(ResultSet row, int number) throws SQLException {
        Token token = token(row, number);
        Set<Scope> scopes =
                token.scopes().stream()
                        .flatMap(name ->
                                Arrays.stream(Scope.values())
                                        .filter(scope -> scope.wireName().equals(name)))
                        .collect(Collectors.toSet());
        Role role = Role.valueOf(row.getString("role"));
        return new Found(
                token,
                new Actor(
                        token.userId(),
                        row.getString("user_name"),
                        role,
                        scopes,
                        LOGIN + token.id(),
                        true,
                        ""));
    }

    private static Token token(ResultSet row, int number) throws SQLException {
        long used = row.getLong("last_used_at");
        return new Token(
                row.getString("id"),
                row.getString("user_id"),
                row.getString("name"),
                List.of(row.getString("scopes").split(" ")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                used == 0 ? null : Instant.ofEpochMilli(used));
    }
}
