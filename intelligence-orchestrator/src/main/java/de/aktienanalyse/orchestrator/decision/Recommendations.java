package de.aktienanalyse.orchestrator.decision;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.events.CrossSystemEvent.Action;
import de.aktienanalyse.events.CrossSystemEvent.IntelligenceTriggered;
import de.aktienanalyse.events.CrossSystemEvent.Recommended;
import de.aktienanalyse.orchestrator.correlation.Correlations;
import de.aktienanalyse.orchestrator.picture.SystemPicture;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Decides, says and remembers what was said.
@Component
public class Recommendations {
    private static final List<String> AFFECTED =
            List.of("verwaltung", "auswertung", "data-web-app");

    /// Fixed width, so that the order of the texts is the order of the times.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final DecisionRules rules;
    private final DecisionEngine engine;
    private final JdbcClient database;
    private final TransactionOperations transactions;
    private final EventBus bus;
    private final Clock clock;
    private final RandomGenerator random;

    public Recommendations(
            DecisionRules rules,
            JdbcClient database,
            TransactionOperations transactions,
            EventBus bus,
            Clock clock,
            RandomGenerator random) {
        this.rules = rules;
        this.engine = new DecisionEngine(rules);
        this.database = database;
        this.transactions = transactions;
        this.bus = bus;
        this.clock = clock;
        this.random = random;
    }

    /// Says what follows from a picture. The decision's row and the event commit together, so that
    /// neither a crash nor a second instance makes a recommendation twice.
    ///
    /// @return what was said
    public List<Decision> follow(SystemPicture picture, Correlations correlations) {
        List<Decision> said =
                transactions.execute(_ -> {
                    Instant now = clock.instant();
                    Set<Decision.Subject> recent = saidSince(now.minus(rules.cooldown()));
                    List<Decision> decisions = engine.decide(picture, correlations, recent);
                    decisions.forEach(decision -> say(decision, picture, now));
                    return decisions;
                });
        return said == null ? List.of() : said;
    }

    private Set<Decision.Subject> saidSince(Instant since) {
        return new HashSet<>(
                database.sql(
                                "select distinct action, symbol from recommendation where said_at > :since")
                        .param("since", TIME.format(since))
                        .query((row, _) ->
                                new Decision.Subject(
                                        Action.valueOf(row.getString("action")),
                                        row.getString("symbol")))
                        .list());
    }

    private void say(Decision decision, SystemPicture picture, Instant now) {
        database.sql(
                        """
                        insert into recommendation (id, portfolio_id, action, symbol, trigger_type, reason,
                            confidence, score, return_percent, depot_rank, explanation, said_at)
                        values (:id, :portfolioId, :action, :symbol, :triggerType, :reason,
                            :confidence, :score, :returnPercent, :depotRank, :explanation, :saidAt)
                        """)
                .param("id", new UUID(random.nextLong(), random.nextLong()).toString())
                .param("portfolioId", picture.portfolioId())
                .param("action", decision.action().name())
                .param("symbol", decision.symbol())
                .param("triggerType", decision.triggerType())
                .param("reason", decision.reason())
                .param("confidence", text(decision.confidence()))
                .param("score", text(decision.figures().aktienanalyseScore()))
                .param("returnPercent", text(decision.figures().auswertungPerformance()))
                .param("depotRank", decision.figures().currentDepotRanking())
                .param("explanation", decision.explanation())
                .param("saidAt", TIME.format(now))
                .update();
        bus.publish(
                new IntelligenceTriggered(
                        decision.triggerType(),
                        decision.figures(),
                        new Recommended(
                                decision.action(),
                                decision.symbol(),
                                decision.reason(),
                                decision.confidence()),
                        AFFECTED,
                        picture.portfolioId(),
                        picture.missingModules(),
                        decision.explanation()));
    }

    private static @Nullable String text(@Nullable BigDecimal value) {
        return value == null ? null : value.toPlainString();
    }
}
