package de.aktienanalyse.auswertung.holdings;

import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.PortfolioEvent.CashFlowKind;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The facts of all depots in the database.
final class FactStore {
    private final JdbcClient jdbc;

    FactStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Whether it was news.
    boolean add(Fact fact) {
        Row row = Row.of(fact);
        return jdbc.sql(
                                """
                                insert into fact (portfolio_id, kind, fact_id, detail, symbol, quantity, price,
                                                  amount, fees, currency, happened_at, market_day)
                                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                                on conflict (portfolio_id, kind, fact_id) do nothing
                                """)
                        .params(
                                Arrays.asList(
                                        fact.portfolioId(),
                                        row.kind,
                                        fact.id(),
                                        row.detail,
                                        row.symbol,
                                        plain(row.quantity),
                                        plain(row.price),
                                        plain(row.amount),
                                        plain(row.fees),
                                        fact.currency(),
                                        fact.at().toString(),
                                        fact.day().toString()))
                        .update()
                == 1;
    }

    List<Fact> of(String portfolioId) {
        return jdbc.sql("select * from fact where portfolio_id = ?")
                .param(portfolioId)
                .query((row, _) -> read(row))
                .list();
    }

    void clear() {
        jdbc.sql("delete from fact").update();
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }

    private static Fact read(ResultSet row) throws SQLException {
        String portfolio = row.getString("portfolio_id");
        String id = row.getString("fact_id");
        String symbol = row.getString("symbol");
        String detail = row.getString("detail");
        String currency = row.getString("currency");
        Instant at = Instant.parse(row.getString("happened_at"));
        return switch (row.getString("kind")) {
            case "flow" ->
                    new Fact.CashFlow(
                            portfolio,
                            id,
                            CashFlowKind.valueOf(detail),
                            amount(row, "amount"),
                            currency,
                            at);
            case "trade" ->
                    new Fact.Trade(
                            portfolio,
                            id,
                            symbol,
                            Side.valueOf(detail),
                            amount(row, "quantity"),
                            amount(row, "price"),
                            amount(row, "amount"),
                            amount(row, "fees"),
                            currency,
                            at);
            default ->
                    new Fact.Correction(
                            portfolio,
                            id,
                            symbol,
                            amount(row, "quantity"),
                            optional(row, "price"),
                            optional(row, "amount"),
                            currency,
                            at);
        };
    }

    private static BigDecimal amount(ResultSet row, String column) throws SQLException {
        return new BigDecimal(row.getString(column));
    }

    private static @Nullable BigDecimal optional(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : new BigDecimal(text);
    }

    /// What the kinds of facts share in the table.
    private record Row(
            String kind,
            @Nullable String detail,
            @Nullable String symbol,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal amount,
            @Nullable BigDecimal fees) {

        static Row of(Fact fact) {
            return switch (fact) {
                case Fact.CashFlow flow ->
                        new Row("flow", flow.kind().name(), null, null, null, flow.amount(), null);
                case Fact.Trade trade ->
                        new Row(
                                "trade",
                                trade.side().name(),
                                trade.symbol(),
                                trade.quantity(),
                                trade.price(),
                                trade.totalValue(),
                                trade.fees());
                case Fact.Correction correction ->
                        new Row(
                                "correction",
                                null,
                                correction.symbol(),
                                correction.quantity(),
                                correction.price(),
                                correction.cost(),
                                null);
            };
        }
    }
}
