package de.aktienanalyse.sqlite;

import java.sql.SQLException;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/// A prepared statement that `close` gives back to its connection, as good as new, instead of
/// throwing away what SQLite has compiled.
final class KeptStatement extends JDBC4PreparedStatement {
    private final SqliteConnection owner;
    private final String text;

    KeptStatement(SqliteConnection owner, String text) throws SQLException {
        super(owner, text);
        this.owner = owner;
        this.text = text;
    }

    String text() {
        return text;
    }

    @Override
    public void close() throws SQLException {
        if (pointer.isClosed()) {
            finish();
            return;
        }
        rs.close();
        // A statement that failed has no open rows, and is to be reset all the same.
        pointer.safeRunInt(DB::reset);
        clearBatch();
        clearParameters();
        batch = null;
        setMaxRows(0);
        setQueryTimeout(0);
        owner.keep(this);
    }

    void finish() throws SQLException {
        super.close();
    }
}
