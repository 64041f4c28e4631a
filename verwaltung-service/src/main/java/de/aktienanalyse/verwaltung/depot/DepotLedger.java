package de.aktienanalyse.verwaltung.depot;

import de.aktienanalyse.verwaltung.depot.Holding.ClosedLot;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The depot's tables.
@Component
class DepotLedger {

    /// One movement of cash. Its id is never booked twice.
    record CashEntry(
            String entryId, String kind, Money amount, @Nullable String symbol, Instant bookedAt) {}

    private final JdbcClient jdbc;

    DepotLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @return false when it is open already
    boolean open(String portfolioId, Currency currency, Instant at) {
        return jdbc.sql(
                                """
                                insert into portfolios (id, currency, cash, revision, opened_at, booked_at)
                                values (:id, :currency, '0', 0, :at, :at) on conflict (id) do nothing
                                """)
                        .param("id", portfolioId)
                        .param("currency", currency.getCurrencyCode())
                        .param("at", at.toString())
                        .update()
                == 1;
    }

    /// Locks the row, so that two instances never decide on the same cash.
    Optional<Account> lock(String portfolioId) {
        jdbc.sql("update portfolios set revision = revision where id = :id")
                .param("id", portfolioId)
                .update();
        return account(portfolioId);
    }

    Optional<Account> account(String portfolioId) {
        return jdbc.sql("select * from portfolios where id = :id")
                .param("id", portfolioId)
                .query(DepotLedger::account)
                .optional();
    }

    List<Account> accounts() {
        return jdbc.sql("select * from portfolios order by id").query(DepotLedger::account).list();
    }

    /// Starts a booking.
    ///
    /// @return the account with its new revision
    Account nextRevision(String portfolioId, Instant at) {
        jdbc.sql("update portfolios set revision = revision + 1, booked_at = :at where id = :id")
                .param("id", portfolioId)
                .param("at", at.toString())
                .update();
        return account(portfolioId)
                .orElseThrow(() -> new IllegalStateException(portfolioId + " is not open"));
    }

    /// @return the new balance
    Money move(Account account, CashEntry entry) {
        Money balance = account.cash().plus(entry.amount());
        jdbc.sql("update portfolios set cash = :cash where id = :id")
                .param("cash", text(balance))
                .param("id", account.portfolioId())
                .update();
        jdbc.sql(
                        """
                        insert into cash_entries
                            (entry_id, portfolio_id, kind, amount, balance, symbol, booked_at, revision)
                        values (:entry, :portfolio, :kind, :amount, :balance, :symbol, :at, :revision)
                        """)
                .param("entry", entry.entryId())
                .param("portfolio", account.portfolioId())
                .param("kind", entry.kind())
                .param("amount", text(entry.amount()))
                .param("balance", text(balance))
                .param("symbol", entry.symbol())
                .param("at", entry.bookedAt().toString())
                .param("revision", account.revision())
                .update();
        return balance;
    }

    /// Sum of all entries of the given kinds.
    BigDecimal sum(String portfolioId, List<String> kinds) {
        return jdbc
                .sql(
                        "select amount from cash_entries where portfolio_id = :id and kind in (:kinds)")
                .param("id", portfolioId)
                .param("kinds", kinds)
                .query((row, number) -> new BigDecimal(row.getString("amount")))
                .list()
                .stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    void record(Trade trade, long revision) {
        jdbc.sql(
                        """
                        insert into trades (execution_id, order_id, portfolio_id, symbol, side, quantity,
                            price, value, fees, executed_at, revision)
                        values (:execution, :order, :portfolio, :symbol, :side, :quantity,
                            :price, :value, :fees, :at, :revision)
                        """)
                .param("execution", trade.executionId())
                .param("order", trade.orderId())
                .param("portfolio", trade.portfolioId())
                .param("symbol", trade.symbol())
                .param("side", trade.side().name())
                .param("quantity", trade.quantity().toPlainString())
                .param("price", trade.price().toPlainString())
                .param("value", text(trade.value()))
                .param("fees", text(trade.fees()))
                .param("at", trade.executedAt().toString())
                .param("revision", revision)
                .update();
    }

    void record(Trade sale, List<ClosedLot> closed) {
        for (ClosedLot lot : closed) {
            jdbc.sql(
                            """
                            insert into closed_lots (execution_id, lot_id, portfolio_id, symbol, quantity,
                                opened_at, closed_at, cost, proceeds)
                            values (:execution, :lot, :portfolio, :symbol, :quantity,
                                :opened, :closed, :cost, :proceeds)
                            """)
                    .param("execution", sale.executionId())
                    .param("lot", lot.part().lotId())
                    .param("portfolio", sale.portfolioId())
                    .param("symbol", sale.symbol())
                    .param("quantity", lot.part().quantity().toPlainString())
                    .param("opened", lot.part().openedAt().toString())
                    .param("closed", lot.closedAt().toString())
                    .param("cost", text(lot.part().cost()))
                    .param("proceeds", text(lot.proceeds()))
                    .update();
        }
    }

    /// Market time of the newest trade in a share.
    Optional<Instant> lastTrade(String portfolioId, String symbol) {
        return jdbc
                .sql("select executed_at from trades where portfolio_id = :id and symbol = :symbol")
                .param("id", portfolioId)
                .param("symbol", symbol)
                .query((row, number) -> Instant.parse(row.getString("executed_at")))
                .list()
                .stream()
                .max(Instant::compareTo);
    }

    void save(String portfolioId, Holding holding) {
        jdbc.sql(
                        """
                        insert into positions
                            (portfolio_id, symbol, isin, cost_average, realised_fifo, realised_average)
                        values (:portfolio, :symbol, :isin, :cost, :fifo, :average)
                        on conflict (portfolio_id, symbol) do update set
                            isin = coalesce(excluded.isin, positions.isin),
                            cost_average = excluded.cost_average,
                            realised_fifo = excluded.realised_fifo,
                            realised_average = excluded.realised_average
                        """)
                .param("portfolio", portfolioId)
                .param("symbol", holding.symbol())
                .param("isin", holding.isin())
                .param("cost", text(holding.costAverage()))
                .param("fifo", text(holding.realisedFifo()))
                .param("average", text(holding.realisedAverage()))
                .update();
        jdbc.sql("delete from lots where portfolio_id = :portfolio and symbol = :symbol")
                .param("portfolio", portfolioId)
                .param("symbol", holding.symbol())
                .update();
        int place = 0;
        for (Lot lot : holding.lots()) {
            insert(portfolioId, holding.symbol(), lot, place++);
        }
    }

    private void insert(String portfolioId, String symbol, Lot lot, int place) {
        jdbc.sql(
                        """
                        insert into lots (portfolio_id, symbol, lot_id, opened_at, quantity, cost, place)
                        values (:portfolio, :symbol, :lot, :opened, :quantity, :cost, :place)
                        """)
                .param("portfolio", portfolioId)
                .param("symbol", symbol)
                .param("lot", lot.lotId())
                .param("opened", lot.openedAt().toString())
                .param("quantity", lot.quantity().toPlainString())
                .param("cost", text(lot.cost()))
                .param("place", place)
                .update();
    }

    /// All that is or was held, sorted by symbol.
    List<Holding> holdings(Account account) {
        Currency currency = account.cash().currency();
        Map<String, List<Lot>> lots =
                jdbc
                        .sql("select * from lots where portfolio_id = :id order by symbol, place")
                        .param("id", account.portfolioId())
                        .query((row, number) ->
                                Map.entry(row.getString("symbol"), lot(row, currency)))
                        .list()
                        .stream()
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getKey,
                                        LinkedHashMap::new,
                                        Collectors.mapping(
                                                Map.Entry::getValue, Collectors.toList())));
        return jdbc.sql("select * from positions where portfolio_id = :id order by symbol")
                .param("id", account.portfolioId())
                .query((row, number) ->
                        holding(
                                row,
                                currency,
                                lots.getOrDefault(row.getString("symbol"), List.of())))
                .list();
    }

    Optional<Holding> holding(Account account, String symbol) {
        Currency currency = account.cash().currency();
        List<Lot> lots =
                jdbc.sql(
                                """
                                select * from lots where portfolio_id = :id and symbol = :symbol order by place
                                """)
                        .param("id", account.portfolioId())
                        .param("symbol", symbol)
                        .query((row, number) -> lot(row, currency))
                        .list();
        return jdbc.sql("select * from positions where portfolio_id = :id and symbol = :symbol")
                .param("id", account.portfolioId())
                .param("symbol", symbol)
                .query((row, number) -> holding(row, currency, lots))
                .optional();
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        return new Account(
                row.getString("id"),
                money(row, "cash", Currency.getInstance(row.getString("currency"))),
                row.getLong("revision"),
                Instant.parse(row.getString("booked_at")));
    }

    private static Lot lot(ResultSet row, Currency currency) throws SQLException {
        return new Lot(
                row.getString("lot_id"),
                Instant.parse(row.getString("opened_at")),
                new BigDecimal(row.getString("quantity")),
                money(row, "cost", currency));
    }

    private static Holding holding(ResultSet row, Currency currency, List<Lot> lots)
            throws SQLException {
        return new Holding(
                row.getString("symbol"),
                row.getString("isin"),
                lots,
                money(row, "cost_average", currency),
                money(row, "realised_fifo", currency),
                money(row, "realised_average", currency));
    }

    private static Money money(ResultSet row, String column, Currency currency)
            throws SQLException {
        return Money.of(new BigDecimal(row.getString(column)), currency);
    }

    private static String text(Money money) {
        return money.amount().toPlainString();
    }
}
