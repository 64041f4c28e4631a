package de.aktienanalyse.sqlite;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;

/// Opens a file as `aktien.yaml` does for a service, for those who have no data source of Spring's.
public final class SqlitePool {
    private static final String SETTINGS =
            "?journal_mode=WAL&synchronous=FULL&foreign_keys=on&busy_timeout=5000&transaction_mode=IMMEDIATE";

    private SqlitePool() {}

    /// @param file made when it is not there; its folder has to be
    public static HikariDataSource open(Path file) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDriverClassName(SqliteDriver.class.getName());
        pool.setJdbcUrl("jdbc:sqlite:" + file + SETTINGS);
        // SQLite has one writer; a second connection would only meet SQLITE_BUSY.
        pool.setMaximumPoolSize(1);
        pool.setMaxLifetime(0);
        return pool;
    }
}
