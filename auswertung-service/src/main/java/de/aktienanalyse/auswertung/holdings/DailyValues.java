package de.aktienanalyse.auswertung.holdings;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The projection in the database: which depots there are, what each was worth per day, and from
/// which day on that has to be folded again.
final class DailyValues {
    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    /// @param dirtyFrom null when all is folded
    record Progress(LocalDate firstDay, @Nullable LocalDate dirtyFrom) {}

    DailyValues(JdbcTemplate jdbc) {
        this.jdbc = JdbcClient.create(jdbc);
        this.batches = jdbc;
    }

    List<String> portfolios() {
        return jdbc.sql("select portfolio_id from portfolio order by portfolio_id")
                .query((row, _) -> row.getString(1))
                .list();
    }

    Optional<Progress> progress(String portfolioId) {
        return jdbc.sql("select first_day, dirty_from from portfolio where portfolio_id = ?")
                .param(portfolioId)
                .query((row, _) -> {
                    String dirty = row.getString(2);
                    return new Progress(
                            LocalDate.parse(row.getString(1)),
                            dirty == null ? null : LocalDate.parse(dirty));
                })
                .optional();
    }

    /// A fact of this depot on this day: the first makes the depot known.
    void touch(String portfolioId, LocalDate day) {
        jdbc.sql(
                        """
                        insert into portfolio (portfolio_id, first_day, dirty_from) values (:id, :day, :day)
                        on conflict (portfolio_id) do update set
                            first_day = case when portfolio.first_day > :day then :day
                                             else portfolio.first_day end,
                            dirty_from = case when portfolio.dirty_from is null
                                                   or portfolio.dirty_from > :day
                                              then :day else portfolio.dirty_from end
                        """)
                .param("id", portfolioId)
                .param("day", day.toString())
                .update();
    }

    /// A price of this day: every depot may hold the share.
    void touchAll(LocalDate day) {
        jdbc.sql(
                        "update portfolio set dirty_from = :day where dirty_from is null or dirty_from > :day")
                .param("day", day.toString())
                .update();
    }

    void replaceFrom(String portfolioId, LocalDate from, List<DailyValue> rows) {
        jdbc.sql("delete from daily_value where portfolio_id = ? and market_day >= ?")
                .params(portfolioId, from.toString())
                .update();
        batches.batchUpdate(
                """
                insert into daily_value (portfolio_id, market_day, value, cash, inflow, outflow, traded)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
                rows.stream()
                        .map(row ->
                                new Object[] {
                                    portfolioId,
                                    row.day().toString(),
                                    row.value().toPlainString(),
                                    row.cash().toPlainString(),
                                    row.inflow().toPlainString(),
                                    row.outflow().toPlainString(),
                                    row.marketDay() ? 1 : 0
                                })
                        .toList());
        jdbc.sql("update portfolio set dirty_from = null where portfolio_id = ?")
                .param(portfolioId)
                .update();
    }

    /// Ascending.
    ///
    /// @param runningDay days before it are closed; null while no bar was heard
    List<DailyValue> of(String portfolioId, @Nullable LocalDate runningDay) {
        return jdbc.sql(
                        """
                        select market_day, value, cash, inflow, outflow, traded from daily_value
                        where portfolio_id = ? order by market_day
                        """)
                .param(portfolioId)
                .query((row, _) -> {
                    LocalDate day = LocalDate.parse(row.getString(1));
                    return new DailyValue(
                            day,
                            new BigDecimal(row.getString(2)),
                            new BigDecimal(row.getString(3)),
                            new BigDecimal(row.getString(4)),
                            new BigDecimal(row.getString(5)),
                            row.getInt(6) == 1,
                            runningDay != null && day.isBefore(runningDay));
                })
                .list();
    }

    void forgetDays() {
        jdbc.sql("delete from daily_value").update();
        jdbc.sql("update portfolio set dirty_from = first_day").update();
    }

    void clear() {
        jdbc.sql("delete from daily_value").update();
        jdbc.sql("delete from portfolio").update();
    }
}
