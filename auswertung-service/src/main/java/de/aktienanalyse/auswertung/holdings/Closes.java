package de.aktienanalyse.auswertung.holdings;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The close of each share on each day, in the database.
final class Closes {
    private final JdbcClient jdbc;

    record Close(String symbol, LocalDate day, BigDecimal close) {}

    Closes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Keeps the newest bar of a day; a correction of the same bar wins.
    void put(String symbol, LocalDate day, BigDecimal close, Instant barEnd) {
        jdbc.sql(
                        """
                        insert into close_price (symbol, market_day, close, bar_end) values (?, ?, ?, ?)
                        on conflict (symbol, market_day) do update
                            set close = excluded.close, bar_end = excluded.bar_end
                            where excluded.bar_end >= close_price.bar_end
                        """)
                .params(symbol, day.toString(), close.toPlainString(), barEnd.toEpochMilli())
                .update();
    }

    /// The running day: the newest for which a bar was heard.
    @Nullable LocalDate runningDay() {
        return jdbc.sql("select max(market_day) from close_price")
                .query((row, _) -> day(row.getString(1)))
                .optional()
                .orElse(null);
    }

    /// Newest bar of a day or before it.
    @Nullable Instant newestBarEnd(LocalDate day) {
        return jdbc.sql(
                        """
                        select max(bar_end) from close_price
                        where market_day = (select max(market_day) from close_price where market_day <= ?)
                        """)
                .param(day.toString())
                .query((row, _) -> {
                    long millis = row.getLong(1);
                    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
                })
                .optional()
                .orElse(null);
    }

    SortedSet<LocalDate> marketDays(LocalDate from, LocalDate to) {
        return new TreeSet<>(
                jdbc.sql(
                                "select distinct market_day from close_price where market_day between ? and ?")
                        .params(from.toString(), to.toString())
                        .query((row, _) -> LocalDate.parse(row.getString(1)))
                        .list());
    }

    /// By day, then by symbol.
    Map<LocalDate, Map<String, BigDecimal>> between(
            LocalDate from, LocalDate to, Collection<String> symbols) {
        Map<LocalDate, Map<String, BigDecimal>> closes = new TreeMap<>();
        if (symbols.isEmpty()) {
            return closes;
        }
        jdbc.sql(
                        """
                        select symbol, market_day, close from close_price
                        where market_day between :from and :to and symbol in (:symbols)
                        """)
                .param("from", from.toString())
                .param("to", to.toString())
                .param("symbols", symbols)
                .query((row, _) -> close(row.getString(1), row.getString(2), row.getString(3)))
                .list()
                .forEach(close ->
                        closes.computeIfAbsent(close.day, _ -> new HashMap<>())
                                .put(close.symbol, close.close));
        return closes;
    }

    /// The newest close of each share on a day or before it; shares without one are left out.
    List<Close> newest(Collection<String> symbols, LocalDate day) {
        return symbols.stream()
                .flatMap(symbol ->
                        jdbc
                                .sql(
                                        """
                                        select symbol, market_day, close from close_price
                                        where symbol = ? and market_day <= ?
                                        order by market_day desc limit 1
                                        """)
                                .params(symbol, day.toString())
                                .query((row, _) ->
                                        close(row.getString(1), row.getString(2), row.getString(3)))
                                .list()
                                .stream())
                .toList();
    }

    void clear() {
        jdbc.sql("delete from close_price").update();
    }

    private static Close close(String symbol, String day, String close) {
        return new Close(symbol, LocalDate.parse(day), new BigDecimal(close));
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }
}
