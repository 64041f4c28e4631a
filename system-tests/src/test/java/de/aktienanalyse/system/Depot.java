package de.aktienanalyse.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A look into verwaltung's database, for what no command tells.
final class Depot {
    private Depot() {}

    static List<String> watchlist(RunningSuite suite) {
        String url =
                "jdbc:sqlite:"
                        + suite.data().resolve("depot.db")
                        + "?open_mode=1&busy_timeout=5000";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select symbol from watchlist")) {
            List<String> symbols = new ArrayList<>();
            while (rows.next()) {
                symbols.add(rows.getString(1));
            }
            return symbols;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
