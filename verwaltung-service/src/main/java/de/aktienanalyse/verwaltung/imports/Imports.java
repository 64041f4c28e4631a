package de.aktienanalyse.verwaltung.imports;

import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.Command.ImportTransactions;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.OrderEvent.ExecutionStatus;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.PortfolioEvent.CashFlowKind;
import de.aktienanalyse.verwaltung.depot.Account;
import de.aktienanalyse.verwaltung.depot.Depot;
import de.aktienanalyse.verwaltung.depot.Depot.CashFlow;
import de.aktienanalyse.verwaltung.depot.Money;
import de.aktienanalyse.verwaltung.depot.Trade;
import de.aktienanalyse.verwaltung.imports.ImportRow.Problem;
import de.aktienanalyse.verwaltung.imports.ImportRow.Type;
import de.aktienanalyse.verwaltung.imports.TransactionsCsv.Read;
import de.aktienanalyse.verwaltung.market.Instrument;
import de.aktienanalyse.verwaltung.market.Market;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `import_transactions`: checks every row against the depot before it books the first, since a
/// refusal is an answer and rolls nothing back.
@Component
public class Imports {
    private static final int MAX_ROWS = 10_000;
    private static final int TOLD_PROBLEMS = 20;
    private static final String BROKER = "import";

    /// @param imported rows booked
    /// @param duplicates rows that had been imported before
    record Imported(
            String message, String portfolioId, int imported, int duplicates, BigDecimal cash) {}

    private final JdbcClient jdbc;
    private final Depot depot;
    private final Market market;
    private final Clock clock;

    Imports(JdbcClient jdbc, Depot depot, Market market, Clock clock) {
        this.jdbc = jdbc;
        this.depot = depot;
        this.market = market;
        this.clock = clock;
    }

    public Outcome importTransactions(CommandEnvelope<ImportTransactions> command) {
        ImportTransactions asked = command.data();
        String format = asked.format() == null ? "aktienanalyse" : asked.format();
        if (format.equals("portfolio_performance")) {
            return Outcome.refused(
                    "format_not_available",
                    "Portfolio Performance files cannot be read yet; give the columns "
                            + String.join(",", TransactionsCsv.COLUMNS),
                    "format");
        }
        if (!format.equals("aktienanalyse")) {
            return Outcome.refused("unknown_format", "Give aktienanalyse", "format");
        }
        Optional<Account> account = depot.lock(asked.portfolioId());
        if (account.isEmpty()) {
            return Outcome.refused(
                    "unknown_portfolio",
                    "There is no such depot; the first one opens with the first price",
                    "portfolio_id");
        }
        return importRows(TransactionsCsv.read(asked.content()), account.get());
    }

    private Outcome importRows(Read read, Account account) {
        if (read.rows().size() > MAX_ROWS) {
            return Outcome.refused(
                    "too_many_rows",
                    "Split the file: " + MAX_ROWS + " rows are the most",
                    "content");
        }
        List<ImportRow> rows =
                read.rows().stream()
                        .filter(row -> !isImported(account, row))
                        .sorted(Comparator.comparing(ImportRow::date))
                        .toList();
        List<Problem> problems = new ArrayList<>(read.problems());
        problems.addAll(unbookable(rows, account));
        if (!problems.isEmpty()) {
            return Outcome.of(refusal(problems));
        }
        if (read.rows().isEmpty()) {
            return Outcome.refused("no_rows", "The file has no rows", "content");
        }
        List<Event> events = new ArrayList<>();
        for (ImportRow row : rows) {
            mark(account, row);
            events.addAll(book(row, account));
        }
        BigDecimal cash = depot.account(account.portfolioId()).orElse(account).cash().amount();
        return Outcome.of(
                CommandAnswer.success(
                        new Imported(
                                "Transactions imported",
                                account.portfolioId(),
                                rows.size(),
                                read.rows().size() - rows.size(),
                                cash)),
                events);
    }

    private List<Problem> unbookable(List<ImportRow> rows, Account account) {
        List<Problem> problems = new ArrayList<>();
        Map<String, BigDecimal> held = new HashMap<>();
        BigDecimal cash = account.cash().amount();
        for (ImportRow row : rows) {
            String currency = account.cash().currency().getCurrencyCode();
            if (!row.currency().isEmpty() && !row.currency().equals(currency)) {
                problems.add(
                        problem(
                                row,
                                "unsupported_currency",
                                "currency",
                                "the depot holds " + currency));
            }
            if (row.type().isTrade()) {
                problems.addAll(unbookableTrade(row, account, held));
            }
            cash = cash.add(cashEffect(row, account).amount());
        }
        if (problems.isEmpty() && cash.signum() < 0) {
            problems.add(
                    problem(
                            rows.getLast(),
                            "insufficient_funds",
                            "price",
                            "cash would be %s after all rows; add a deposit row"
                                    .formatted(cash.toPlainString())));
        }
        return problems;
    }

    private List<Problem> unbookableTrade(
            ImportRow row, Account account, Map<String, BigDecimal> held) {
        List<Problem> problems = new ArrayList<>();
        if (!held.containsKey(row.symbol())) {
            // First row of this share, and rows are sorted: only it can be older than what is
            // booked.
            held.put(row.symbol(), depot.quantity(account, row.symbol()));
            boolean late =
                    depot.lastTrade(account, row.symbol())
                            .filter(last -> last.isAfter(at(row)))
                            .isPresent();
            if (late) {
                problems.add(
                        problem(
                                row,
                                "older_than_booked",
                                "date",
                                "a later trade in this share is booked; gains would be wrong"));
            }
        }
        BigDecimal change = row.type() == Type.BUY ? row.quantity() : row.quantity().negate();
        BigDecimal after = held.merge(row.symbol(), change, BigDecimal::add);
        if (after.signum() < 0) {
            problems.add(
                    problem(
                            row,
                            "insufficient_position",
                            "quantity",
                            "more is sold than held that day"));
        }
        return problems;
    }

    private List<? extends Event> book(ImportRow row, Account account) {
        if (!row.type().isTrade()) {
            return List.of(depot.book(account.portfolioId(), flow(row, account)));
        }
        Trade trade = trade(row, account);
        return List.of(executed(trade, account), depot.book(trade));
    }

    private CashFlow flow(ImportRow row, Account account) {
        return new CashFlow(
                CashFlowKind.valueOf(row.type().name()),
                cashEffect(row, account),
                row.symbol().isEmpty() ? null : row.symbol(),
                id(row),
                at(row));
    }

    private Trade trade(ImportRow row, Account account) {
        return new Trade(
                id(row),
                id(row),
                account.portfolioId(),
                row.symbol(),
                isin(row),
                row.type() == Type.BUY ? Side.BUY : Side.SELL,
                row.quantity(),
                row.price(),
                money(row.quantity().multiply(row.price()), account),
                money(row.fees(), account),
                at(row));
    }

    private Executed executed(Trade trade, Account account) {
        return new Executed(
                trade.orderId(),
                trade.symbol(),
                trade.side(),
                trade.quantity(),
                trade.price(),
                trade.value().amount(),
                trade.fees().amount(),
                BROKER,
                ExecutionStatus.FILLED,
                trade.executedAt(),
                null,
                trade.portfolioId(),
                trade.executionId(),
                trade.isin(),
                account.cash().currency().getCurrencyCode(),
                trade.quantity(),
                trade.quantity(),
                BigDecimal.ZERO,
                1L);
    }

    private Money cashEffect(ImportRow row, Account account) {
        if (row.type().isTrade()) {
            return trade(row, account).cashEffect();
        }
        Money amount = money(row.quantity().multiply(row.price()), account);
        return switch (row.type()) {
            case WITHDRAWAL, FEE, TAX -> amount.negated();
            case DEPOSIT, DIVIDEND, INTEREST, BUY, SELL -> amount;
        };
    }

    private boolean isImported(Account account, ImportRow row) {
        return jdbc.sql(
                                """
                                select count(*) from imported_rows
                                where portfolio_id = :portfolio and row_hash = :hash
                                """)
                        .param("portfolio", account.portfolioId())
                        .param("hash", row.hash())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private void mark(Account account, ImportRow row) {
        jdbc.sql(
                        """
                        insert into imported_rows (portfolio_id, row_hash, imported_at)
                        values (:portfolio, :hash, :now)
                        """)
                .param("portfolio", account.portfolioId())
                .param("hash", row.hash())
                .param("now", clock.instant().toString())
                .update();
    }

    private static CommandAnswer refusal(List<Problem> problems) {
        Problem first = problems.getFirst();
        String told =
                problems.stream()
                        .limit(TOLD_PROBLEMS)
                        .map(problem ->
                                "line %d, %s: %s"
                                        .formatted(
                                                problem.line(), problem.field(), problem.message()))
                        .collect(Collectors.joining("; "));
        int more = problems.size() - TOLD_PROBLEMS;
        return CommandAnswer.refused(
                first.code(),
                "Nothing was imported. " + told + (more > 0 ? "; and " + more + " more" : ""),
                "content[%d].%s".formatted(first.line(), first.field()));
    }

    private @Nullable String isin(ImportRow row) {
        return market.find(row.symbol()).map(Instrument::isin).orElse(null);
    }

    private static Problem problem(ImportRow row, String code, String field, String message) {
        return new Problem(row.line(), code, field, message);
    }

    private static String id(ImportRow row) {
        return "import-" + row.hash().substring(0, 32);
    }

    private static Instant at(ImportRow row) {
        return row.date().atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static Money money(BigDecimal amount, Account account) {
        return Money.of(amount, account.cash().currency());
    }
}
