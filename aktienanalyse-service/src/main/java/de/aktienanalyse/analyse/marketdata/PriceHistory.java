package de.aktienanalyse.analyse.marketdata;

import de.aktienanalyse.analyse.feeds.Bar;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The stored bars, a series per source and symbol. Series of two sources are never mixed: their
/// prices need not be adjusted alike.
@Repository
public class PriceHistory {
    /// After every bar.
    public static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");

    private static final int CHUNK = 1000;

    private static final String INSERT =
            """
            insert into bar (source, symbol, bar_start, bar_end, open, high, low, close, volume, adjusted)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (source, symbol, bar_start) do nothing
            """;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    public PriceHistory(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
    }

    /// Stores bars that are not there yet. One transaction around it makes it quick.
    void add(String source, List<Bar> bars) {
        jdbc.batchUpdate(INSERT, bars, CHUNK, (statement, bar) -> bind(statement, source, bar));
    }

    /// @return whether it was new
    boolean add(String source, Bar bar) {
        return jdbc.update(INSERT, statement -> bind(statement, source, bar)) == 1;
    }

    void forget(String source, String symbol) {
        client.sql("delete from bar where source = ? and symbol = ?")
                .params(source, symbol)
                .update();
    }

    /// Start of the newest bar of each symbol.
    Map<String, Instant> newest(String source) {
        Map<String, Instant> newest = new HashMap<>();
        jdbc.query(
                "select symbol, max(bar_start) as newest from bar where source = ? group by symbol",
                row -> {
                    newest.put(row.getString("symbol"), Instant.parse(row.getString("newest")));
                },
                source);
        return newest;
    }

    /// Symbols of a source.
    List<String> symbols(String source) {
        return client.sql("select distinct symbol from bar where source = ?")
                .param(source)
                .query((row, _) -> row.getString("symbol"))
                .list();
    }

    /// All sources.
    List<String> sources() {
        return client.sql("select distinct source from bar")
                .query((row, _) -> row.getString("source"))
                .list();
    }

    /// The newest bars of a symbol, oldest first.
    public List<Bar> newest(String source, String symbol, int count) {
        return client.sql(
                        "select * from bar where source = ? and symbol = ? order by bar_start desc limit ?")
                .params(source, symbol, count)
                .query(PriceHistory::bar)
                .list()
                .reversed();
    }

    /// Bars that begin after one time and not after another, oldest first.
    ///
    /// @param after exclusive; null for the first of all
    public List<Bar> between(
            String source, String symbol, @Nullable Instant after, Instant until, int count) {
        return client.sql(
                        """
                        select * from bar
                        where source = ? and symbol = ? and bar_start > ? and bar_start <= ?
                        order by bar_start limit ?
                        """)
                .params(source, symbol, after == null ? "" : text(after), text(until), count)
                .query(PriceHistory::bar)
                .list();
    }

    /// A time as it stands in this database: `2008-01-02T00:00:00Z`.
    public static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// Reads what [#text] wrote. `Instant.parse` takes twenty times as long, and a start reads
    /// 100,000 of them.
    private static Instant time(String text) {
        if (text.length() != 20) {
            return Instant.parse(text);
        }
        LocalDate day = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
        int second = digits(text, 11, 13) * 3600 + digits(text, 14, 16) * 60 + digits(text, 17, 19);
        return Instant.ofEpochSecond(day.toEpochDay() * 86_400 + second);
    }

    private static int digits(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static void bind(PreparedStatement statement, String source, Bar bar)
            throws SQLException {
        statement.setString(1, source);
        statement.setString(2, bar.symbol());
        statement.setString(3, text(bar.start()));
        statement.setString(4, text(bar.end()));
        statement.setString(5, plain(bar.open()));
        statement.setString(6, plain(bar.high()));
        statement.setString(7, plain(bar.low()));
        statement.setString(8, plain(bar.close()));
        statement.setString(9, plain(bar.volume()));
        statement.setInt(10, bar.adjusted() ? 1 : 0);
    }

    private static @Nullable String plain(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    private static Bar bar(ResultSet row, int number) throws SQLException {
        return new Bar(
                row.getString("symbol"),
                time(row.getString("bar_start")),
                time(row.getString("bar_end")),
                decimal(row.getString("open")),
                decimal(row.getString("high")),
                decimal(row.getString("low")),
                new BigDecimal(row.getString("close")),
                decimal(row.getString("volume")),
                row.getInt("adjusted") == 1);
    }

    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }
}
