package de.aktienanalyse.verwaltung.watchlist;

import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.StockEvent.Recommendation;
import de.aktienanalyse.verwaltung.watchlist.WatchlistEntry.Source;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The table of watched shares.
@Component
public class Watchlist {
    private final JdbcClient jdbc;

    Watchlist(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Best score first.
    public List<WatchlistEntry> entries() {
        return jdbc
                .sql("select * from watchlist order by symbol")
                .query(Watchlist::entry)
                .list()
                .stream()
                .sorted((a, b) ->
                        (b.score() == null ? BigDecimal.ZERO : b.score())
                                .compareTo(a.score() == null ? BigDecimal.ZERO : a.score()))
                .toList();
    }

    /// @return false when the share is on it already
    boolean add(String symbol, Source source, String reason, Instant now) {
        return jdbc.sql(
                                """
                                insert into watchlist (symbol, source, reason, added_at)
                                values (:symbol, :source, :reason, :now) on conflict (symbol) do nothing
                                """)
                        .param("symbol", symbol)
                        .param("source", source.name())
                        .param("reason", reason)
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    /// Keeps the figures of a watched share current; does nothing for others.
    void refresh(AnalysisCompleted analysis) {
        jdbc.sql(
                        """
                        update watchlist set score = :score, confidence = :confidence,
                            recommendation = :recommendation, as_of = :asOf where symbol = :symbol
                        """)
                .param("symbol", analysis.symbol())
                .param("score", analysis.score().toPlainString())
                .param("confidence", analysis.confidence().toPlainString())
                .param("recommendation", analysis.recommendation().name())
                .param("asOf", analysis.asOf() == null ? null : analysis.asOf().toString())
                .update();
    }

    void ordered(String symbol, @Nullable String orderId, @Nullable String note) {
        jdbc.sql("update watchlist set order_id = :order, note = :note where symbol = :symbol")
                .param("symbol", symbol)
                .param("order", orderId)
                .param("note", note)
                .update();
    }

    private static WatchlistEntry entry(ResultSet row, int number) throws SQLException {
        String score = row.getString("score");
        String confidence = row.getString("confidence");
        String recommendation = row.getString("recommendation");
        String asOf = row.getString("as_of");
        return new WatchlistEntry(
                row.getString("symbol"),
                Source.valueOf(row.getString("source")),
                row.getString("reason"),
                score == null ? null : new BigDecimal(score),
                confidence == null ? null : new BigDecimal(confidence),
                recommendation == null ? null : Recommendation.valueOf(recommendation),
                asOf == null ? null : Instant.parse(asOf),
                Instant.parse(row.getString("added_at")),
                row.getString("order_id"),
                row.getString("note"));
    }
}
