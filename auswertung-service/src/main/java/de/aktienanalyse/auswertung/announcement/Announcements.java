package de.aktienanalyse.auswertung.announcement;

import de.aktienanalyse.auswertung.figures.FigureRules;
import de.aktienanalyse.auswertung.holdings.Depot;
import de.aktienanalyse.auswertung.holdings.Holdings;
import de.aktienanalyse.auswertung.holdings.Through;
import de.aktienanalyse.auswertung.ranking.Rankings;
import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.events.EventEnvelope;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Says the figures of depots in which something changed.
///
/// A replay runs through fifty days a second; nobody can read that, and each telling looks at the
/// whole history. So what changes only leaves a mark, in the transaction of the change, and a beat
/// says what is marked: a crash between the two loses nothing, and many changes are told once.
@Component
public class Announcements {
    private static final Logger log = LoggerFactory.getLogger(Announcements.class);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Holdings holdings;
    private final Rankings rankings;
    private final FigureRules rules;
    private final EventBus bus;

    /// Why the figures are told. Later ones outdo earlier ones.
    private enum Reason {
        DAY_CLOSED,
        /// A booking or a question: tell the running day too.
        NEWS
    }

    /// @param heardId event that left the mark
    private record Mark(String portfolioId, Reason reason, String heardId, Cause cause) {}

    public Announcements(
            JdbcClient jdbc,
            TransactionOperations transactions,
            Holdings holdings,
            Rankings rankings,
            FigureRules rules,
            EventBus bus) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.holdings = holdings;
        this.rankings = rankings;
        this.rules = rules;
        this.bus = bus;
    }

    /// A day closed, or a closed day changed: every depot has new figures.
    void dayClosed(EventEnvelope<?> heard) {
        if (!heard.replayed()) {
            jdbc.sql(
                            """
                            insert into announcement (portfolio_id, reason, correlation_id, causation_id, actor)
                            select portfolio_id, ?, ?, ?, ? from portfolio where true
                            on conflict (portfolio_id) do nothing
                            """)
                    .params(
                            Arrays.asList(
                                    Reason.DAY_CLOSED.name(),
                                    heard.correlationId(),
                                    heard.eventId(),
                                    heard.actor()))
                    .update();
        }
    }

    /// Something was booked in a depot.
    void booked(String portfolioId, EventEnvelope<?> heard) {
        if (!heard.replayed()) {
            mark(portfolioId, heard);
        }
    }

    /// Somebody wants to hear the figures again.
    ///
    /// @param portfolioId null: of all depots
    void askedFor(@Nullable String portfolioId, EventEnvelope<?> heard) {
        holdings.portfolios().stream()
                .filter(known -> portfolioId == null || portfolioId.equals(known))
                .forEach(known -> mark(known, heard));
    }

    /// Says what is marked. The beat of this bounds how often figures are said.
    @Scheduled(fixedDelayString = "${aktien.announcements.every:400ms}")
    public void announce() {
        for (Mark mark : marks()) {
            try {
                transactions.executeWithoutResult(_ -> say(mark));
            } catch (RuntimeException e) {
                log.error("The figures of {} could not be said", mark.portfolioId, e);
                forget(mark);
            }
        }
    }

    private void say(Mark mark) {
        if (!forget(mark)) {
            return;
        }
        Depot depot =
                holdings.depot(
                        mark.portfolioId,
                        mark.reason == Reason.NEWS ? Through.RUNNING_DAY : Through.CLOSED_DAYS);
        bus.publish(PerformanceSummary.of(depot, rankings.rank(depot), rules), mark.cause);
    }

    private void mark(String portfolioId, EventEnvelope<?> heard) {
        jdbc.sql(
                        """
                        insert into announcement (portfolio_id, reason, correlation_id, causation_id, actor)
                        values (?, ?, ?, ?, ?)
                        on conflict (portfolio_id) do update set
                            reason = excluded.reason,
                            correlation_id = excluded.correlation_id,
                            causation_id = excluded.causation_id,
                            actor = excluded.actor
                        """)
                .params(
                        Arrays.asList(
                                portfolioId,
                                Reason.NEWS.name(),
                                heard.correlationId(),
                                heard.eventId(),
                                heard.actor()))
                .update();
    }

    private List<Mark> marks() {
        return jdbc.sql(
                        "select portfolio_id, reason, correlation_id, causation_id, actor from announcement")
                .query((row, _) ->
                        new Mark(
                                row.getString(1),
                                Reason.valueOf(row.getString(2)),
                                row.getString(4),
                                new Cause(
                                        row.getString(3),
                                        row.getString(4),
                                        row.getString(5),
                                        null,
                                        null)))
                .list();
    }

    /// Whether it was still there and unchanged: of several instances one says it.
    private boolean forget(Mark mark) {
        return jdbc.sql("delete from announcement where portfolio_id = ? and causation_id = ?")
                        .params(mark.portfolioId, mark.heardId)
                        .update()
                == 1;
    }
}
