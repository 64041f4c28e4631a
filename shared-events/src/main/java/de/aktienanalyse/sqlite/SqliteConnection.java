package de.aktienanalyse.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Properties;
import java.util.SequencedMap;
import org.sqlite.jdbc4.JDBC4Connection;

/// A connection whose transaction begins with `setAutoCommit(false)` and is over after `commit` or
/// `rollback`, when it is in auto-commit mode again.
///
/// The driver's own goes wrong where another process holds the database for longer than
/// `busy_timeout`, for example because it was stopped in the middle of a transaction: it begins the
/// next transaction within `commit`, so that a commit that succeeded is told as failed; and it
/// notes that it is in a transaction before it tries to begin one. From then on each statement
/// commits by itself, a rollback undoes nothing and every commit fails, for as long as the pool
/// keeps the connection.
///
/// It also keeps its prepared statements: to compile one costs about as much as to run it. And it
/// does not ask for the row number after each insert, which the driver's own does with a statement
/// of its own.
final class SqliteConnection extends JDBC4Connection {
    /// More than a service has; those with lists of differing lengths in them must not pile up.
    private static final int KEPT = 100;

    /// The one used longest ago first. A statement in use is not in here.
    private final SequencedMap<String, KeptStatement> kept = new LinkedHashMap<>();

    SqliteConnection(String url, String fileName, Properties info) throws SQLException {
        super(url, fileName, info);
        getConnectionConfig().setGetGeneratedKeys(false);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int hold)
            throws SQLException {
        checkOpen();
        checkCursor(type, concurrency, hold);
        KeptStatement ready = kept.remove(sql);
        return ready == null ? new KeptStatement(this, sql) : ready;
    }

    void keep(KeptStatement statement) throws SQLException {
        KeptStatement twin = kept.put(statement.text(), statement);
        if (twin != null && twin != statement) {
            twin.finish();
        }
        if (kept.size() > KEPT) {
            Objects.requireNonNull(kept.pollFirstEntry()).getValue().finish();
        }
    }

    @Override
    public void setAutoCommit(boolean on) throws SQLException {
        try {
            super.setAutoCommit(on);
        } catch (SQLException e) {
            getConnectionConfig().setAutoCommit(true);
            throw e;
        }
    }

    @Override
    public void commit() throws SQLException {
        demandTransaction();
        getDatabase().exec("commit;", false);
        ended();
    }

    @Override
    public void rollback() throws SQLException {
        demandTransaction();
        try {
            getDatabase().exec("rollback;", false);
        } catch (SQLException e) {
            // After a full disk and the like SQLite has already rolled back by itself.
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw e;
            }
        }
        ended();
    }

    private void demandTransaction() throws SQLException {
        checkOpen();
        if (getAutoCommit()) {
            throw new SQLException("database in auto-commit mode");
        }
    }

    private void ended() {
        getConnectionConfig().setAutoCommit(true);
        setFirstStatementExecuted(false);
    }
}
