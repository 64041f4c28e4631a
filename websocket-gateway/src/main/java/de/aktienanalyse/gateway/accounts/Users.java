package de.aktienanalyse.gateway.accounts;

import de.aktienanalyse.commands.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Those who may log in.
public final class Users {
    private final JdbcClient jdbc;
    private final Passwords passwords;
    private final Clock clock;

    /// Users come, the last one never goes.
    private volatile boolean some;

    public Users(GatewayDatabase database, Passwords passwords, Clock clock) {
        this.jdbc = database.client();
        this.passwords = passwords;
        this.clock = clock;
    }

    public record User(String id, String name, Role role, Instant createdAt) {}

    private record Known(User user, String passwordHash) {}

    /// Whether the first start is done.
    public boolean exist() {
        if (!some) {
            some = jdbc.sql("SELECT count(*) FROM users").query(Integer.class).single() > 0;
        }
        return some;
    }

    public List<User> all() {
        return jdbc.sql("SELECT * FROM users ORDER BY created_at, id").query(Users::user).list();
    }

    public Optional<User> byId(String id) {
        return jdbc.sql("SELECT * FROM users WHERE id = ?").param(id).query(Users::user).optional();
    }

    public Optional<User> byName(String name) {
        return jdbc.sql("SELECT * FROM users WHERE name_key = ?")
                .param(key(name))
                .query(Users::user)
                .optional();
    }

    public boolean isTaken(String name, String exceptId) {
        return jdbc.sql("SELECT count(*) FROM users WHERE name_key = ? AND id <> ?")
                        .params(key(name), exceptId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /// The user with this name and password.
    public Optional<User> recognise(String name, String password) {
        Optional<Known> known =
                jdbc.sql("SELECT * FROM users WHERE name_key = ?")
                        .param(key(name))
                        .query((row, _) -> new Known(user(row, 0), row.getString("password_hash")))
                        .optional();
        return passwords.matches(password, known.map(Known::passwordHash).orElse(null))
                ? known.map(Known::user)
                : Optional.empty();
    }

    /// What [#save] keeps of a password; made beforehand, since it takes long.
    public String encode(String password) {
        return passwords.encode(password);
    }

    /// Adds the user, or gives the one with this id a new name and password.
    public User save(String id, String name, Role role, String passwordHash) {
        User user = new User(id, name.strip(), role, clock.instant());
        jdbc.sql(
                        """
                        INSERT INTO users (id, name, name_key, role, password_hash, created_at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (id) DO UPDATE SET name = excluded.name,
                          name_key = excluded.name_key, role = excluded.role,
                          password_hash = excluded.password_hash
                        """)
                .params(
                        user.id(),
                        user.name(),
                        key(user.name()),
                        role.name(),
                        passwordHash,
                        user.createdAt().toEpochMilli())
                .update();
        return user;
    }

    /// @return whether there was one
    public boolean remove(String id) {
        return jdbc.sql("DELETE FROM users WHERE id = ?").param(id).update() > 0;
    }

    /// Names that look alike are one name.
    public static String key(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static User user(ResultSet row, int number) throws SQLException {
        return new User(
                row.getString("id"),
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
