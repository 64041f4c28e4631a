package de.aktienanalyse.verwaltung.ranking;

import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.CrossSystemEvent.ModuleRow;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.PortfolioEvent.PerformanceUpdated;
import de.aktienanalyse.events.PortfolioEvent.Position;
import de.aktienanalyse.events.PortfolioEvent.TopPerformer;
import de.aktienanalyse.verwaltung.depot.Account;
import de.aktienanalyse.verwaltung.depot.Depot;
import de.aktienanalyse.verwaltung.depot.Valuations;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps the returns that auswertung computed, and ranks the holdings by them. A holding that it
/// has not reported (yet) counts with its unrealised gain.
@Component
public class Rankings {
    private static final String MODULE = "verwaltung";

    private final JdbcClient jdbc;
    private final Depot depot;
    private final Valuations valuations;
    private final EventBus bus;

    Rankings(JdbcClient jdbc, Depot depot, Valuations valuations, EventBus bus) {
        this.jdbc = jdbc;
        this.depot = depot;
        this.valuations = valuations;
        this.bus = bus;
    }

    public void onPerformance(EventEnvelope<PerformanceUpdated> heard) {
        PerformanceUpdated figures = heard.data();
        jdbc.sql("delete from holding_returns where portfolio_id = :portfolio")
                .param("portfolio", figures.portfolioId())
                .update();
        Instant asOf = figures.asOf() == null ? heard.timestamp() : figures.asOf();
        for (TopPerformer performer : figures.topPerformers()) {
            jdbc.sql(
                            """
                            insert into holding_returns (portfolio_id, symbol, return_percent, as_of)
                            values (:portfolio, :symbol, :percent, :asOf)
                            on conflict (portfolio_id, symbol) do update set
                                return_percent = excluded.return_percent, as_of = excluded.as_of
                            """)
                    .param("portfolio", figures.portfolioId())
                    .param("symbol", performer.symbol())
                    .param("percent", performer.returnPercent().toPlainString())
                    .param("asOf", asOf.toString())
                    .update();
        }
    }

    /// Answers the orchestrator, also when nothing is held.
    public void onRequest(EventEnvelope<DataRequested> heard) {
        DataRequested asked = heard.data();
        Optional<Account> account = depot.account(null);
        bus.publish(
                new DataProvided(
                        asked.requestId() == null ? heard.eventId() : asked.requestId(),
                        MODULE,
                        asked.requestType(),
                        account.map(Account::portfolioId).orElse(null),
                        account.map(this::rows).orElse(List.of())),
                Cause.of(heard));
    }

    /// Best holding first.
    private List<ModuleRow> rows(Account account) {
        Map<String, BigDecimal> returns = returns(account);
        List<Position> ranked = new ArrayList<>(valuations.value(account).positions());
        ranked.sort(
                Comparator.<Position, BigDecimal>comparing(position -> returnOf(position, returns))
                        .reversed()
                        .thenComparing(Position::symbol));
        List<ModuleRow> rows = new ArrayList<>();
        for (Position position : ranked) {
            rows.add(
                    new ModuleRow(
                            position.symbol(),
                            null,
                            null,
                            null,
                            returnOf(position, returns),
                            position.weight(),
                            rows.size() + 1));
        }
        return rows;
    }

    private static BigDecimal returnOf(Position position, Map<String, BigDecimal> returns) {
        return returns.getOrDefault(position.symbol(), position.changePercent());
    }

    private Map<String, BigDecimal> returns(Account account) {
        return jdbc
                .sql(
                        "select symbol, return_percent from holding_returns where portfolio_id = :portfolio")
                .param("portfolio", account.portfolioId())
                .query((row, number) ->
                        Map.entry(
                                row.getString("symbol"),
                                new BigDecimal(row.getString("return_percent"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
