package de.aktienanalyse.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/// The SQLite driver with connections that either are in a transaction or say that they are not;
/// see [SqliteConnection]. To be named as the pool's driver class: it does not register itself, or
/// two would claim `jdbc:sqlite:`.
public final class SqliteDriver extends JDBC {
    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        String trimmed = url.trim();
        return new SqliteConnection(trimmed, trimmed.substring(PREFIX.length()), info);
    }
}
