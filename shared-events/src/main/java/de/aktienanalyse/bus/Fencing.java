package de.aktienanalyse.bus;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// How a database keeps an instance that stands still from holding up the others.
///
/// PostgreSQL ends the session of one that stands still within a transaction, so that another need
/// not wait for its locks, and locks a claim against a change of hands for the rest of the
/// transaction. In SQLite a transaction that writes has the whole file to itself.
///
/// @param begin first statement of a transaction that changes claims; empty when none is needed
/// @param check finds the owner of a claim under a fence
record Fencing(String begin, String check) {
    private static final String LIMIT =
            "set_config('idle_in_transaction_session_timeout', '2000', true)";

    private static final String CLAIM = " from bus_owner where resource = ? and fence = ?";

    static Fencing of(DataSource database) {
        try (Connection connection = database.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
                    ? new Fencing(
                            "select " + LIMIT, "select owner, " + LIMIT + CLAIM + " for share")
                    : new Fencing("", "select owner" + CLAIM);
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not answer", e);
        }
    }
}
