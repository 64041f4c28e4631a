package de.aktienanalyse.auswertung;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.auswertung.announcement.Announcements;
import de.aktienanalyse.auswertung.announcement.CrossSystemDesk;
import de.aktienanalyse.auswertung.announcement.PerformanceDesk;
import de.aktienanalyse.auswertung.announcement.TradeAnalytics;
import de.aktienanalyse.auswertung.figures.FigureRules;
import de.aktienanalyse.auswertung.holdings.Holdings;
import de.aktienanalyse.auswertung.holdings.HoldingsProperties;
import de.aktienanalyse.auswertung.ranking.Rankings;
import de.aktienanalyse.auswertung.rebalancing.Rebalancing;
import de.aktienanalyse.auswertung.reports.Reports;
import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.bus.Transactions;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.OrderEvent.ExecutionStatus;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.PortfolioEvent.CashChanged;
import de.aktienanalyse.events.PortfolioEvent.CashFlowKind;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole service on a real database file and the bus of one thread, and the words to feed it.
final class RunningAuswertung implements AutoCloseable {
    static final LocalDate DAY_1 = LocalDate.of(2010, 3, 1);

    final InMemoryEventBus bus;
    final Holdings holdings;
    final Rankings rankings;
    final Announcements announcements;
    final Reports reports;
    private final SingleConnectionDataSource source;
    private int commands;

    RunningAuswertung(Path directory) {
        this(directory, FIGURES);
    }

    static final FigureRules FIGURES = new FigureRules(BigDecimal.ZERO, 252);

    RunningAuswertung(Path directory, FigureRules rules) {
        source =
                new SingleConnectionDataSource(
                        "jdbc:sqlite:"
                                + directory.resolve("performance.db")
                                + "?journal_mode=WAL&synchronous=OFF&transaction_mode=IMMEDIATE",
                        true);
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/common", "classpath:db/migration/sqlite")
                .load()
                .migrate();
        JdbcTemplate template = new JdbcTemplate(source);
        JdbcClient jdbc = JdbcClient.create(template);
        TransactionTemplate transactions =
                new TransactionTemplate(new DataSourceTransactionManager(source));
        Clock clock = Clock.fixed(Instant.parse("2025-01-25T15:30:00Z"), ZoneOffset.UTC);
        bus = new InMemoryEventBus("auswertung", clock, new Random(1), joined(transactions));
        holdings = new Holdings(template, transactions, new HoldingsProperties("depot-1"));
        rankings = new Rankings(jdbc);
        announcements = new Announcements(jdbc, transactions, holdings, rankings, rules, bus);
        reports = new Reports(jdbc, holdings, rules, clock);
        AuswertungFlow flow = new AuswertungFlow();
        for (Flow each :
                List.of(
                        flow.tradesFlow(new TradeAnalytics(holdings, announcements)),
                        flow.performanceFlow(
                                rankings,
                                new PerformanceDesk(holdings, rankings, rules),
                                reports,
                                new CrossSystemDesk(holdings, rankings, announcements, bus)),
                        flow.rebalancingFlow(new Rebalancing(holdings, clock)))) {
            bus.add(each);
        }
        bus.start();
    }

    private static Transactions joined(TransactionTemplate template) {
        return new Transactions() {
            @Override
            @SuppressWarnings(
                    "NullAway") // The template passes on what the work returns, null included.
            public <T extends @Nullable Object> T within(Callable<T> work) {
                return template.execute(_ -> {
                    try {
                        return work.call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        };
    }

    static LocalDate day(int number) {
        return DAY_1.plusDays(number - 1L);
    }

    private static Instant start(int day) {
        return day(day).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    static BarClosed bar(String symbol, int day, String close) {
        return new BarClosed(
                symbol,
                null,
                start(day),
                start(day + 1),
                "P1D",
                null,
                null,
                null,
                new BigDecimal(close),
                null,
                "USD",
                "replay",
                true,
                false);
    }

    static CashChanged cash(String id, CashFlowKind kind, int day, String amount) {
        return new CashChanged(
                "depot-1",
                kind,
                new BigDecimal(amount),
                BigDecimal.ZERO,
                "USD",
                null,
                id,
                start(day),
                null);
    }

    static CashChanged deposit(String id, int day, String amount) {
        return cash(id, CashFlowKind.DEPOSIT, day, amount);
    }

    static Executed buy(
            String id, String symbol, int day, String quantity, String price, String fees) {
        return trade(id, Side.BUY, symbol, day, quantity, price, fees);
    }

    static Executed trade(
            String id,
            Side side,
            String symbol,
            int day,
            String quantity,
            String price,
            String fees) {
        BigDecimal count = new BigDecimal(quantity);
        BigDecimal each = new BigDecimal(price);
        return new Executed(
                "order-" + id,
                symbol,
                side,
                count,
                each,
                count.multiply(each),
                new BigDecimal(fees),
                "paper",
                ExecutionStatus.FILLED,
                start(day),
                null,
                "depot-1",
                id,
                null,
                "USD",
                count,
                count,
                BigDecimal.ZERO,
                null);
    }

    Answered ask(Command command) {
        commands++;
        return ask("command-" + commands, command);
    }

    Answered ask(String commandId, Command command) {
        return bus.ask(
                        new CommandEnvelope<>(
                                CommandTypes.nameOf(command.getClass()),
                                commandId,
                                commandId,
                                "owner",
                                null,
                                null,
                                Instant.parse("2025-01-25T15:30:00Z"),
                                null,
                                null,
                                command))
                .join();
    }

    /// The `result` of the answer to `get_performance`.
    JsonNode performance() {
        return result(ask(new Command.GetPerformance(null, null, null)));
    }

    static JsonNode result(Answered answer) {
        return new JsonMapper().readTree(answer.result().text());
    }

    static BigDecimal figure(JsonNode performance, String name) {
        return new BigDecimal(performance.at("/figures/" + name + "/value").asString());
    }

    void hear(Event... events) {
        for (Event event : events) {
            bus.publish(event);
        }
    }

    @Override
    public void close() {
        source.destroy();
        assertThat(bus.deadLetters()).as("what could not be reacted to").isEmpty();
    }
}
