package de.aktienanalyse.sqlite;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/// The SQLite driver with connections that either are in a transaction or say that they are not;
/// see [SqliteConnection]. To be named as the pool's driver class, since Xerial's own claims the
/// same addresses.
public final class SqliteDriver extends JDBC {
    static {
        try {
            // Hikari warns of a driver that is not registered.
            DriverManager.registerDriver(new SqliteDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        String trimmed = url.trim();
        return new SqliteConnection(trimmed, trimmed.substring(PREFIX.length()), info);
    }
}
