package de.aktienanalyse.benchmarks.crash;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Gives commands as a client does: one after the other, each under an id of its own that is kept
/// before it is sent, and repeated under that id until there is an answer, also after a restart.
final class Orders {
    /// A subject like any other to the checker.
    static final String SUBJECT = "ORDERS";

    private static final Logger log = LoggerFactory.getLogger(Orders.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long PAUSE_NANOS = 50_000_000;

    private final EventBus bus;
    private final JdbcClient jdbc;
    private final Clock clock;
    private int tries;

    Orders(EventBus bus, JdbcClient jdbc, Clock clock) {
        this.bus = bus;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Sees to the oldest command without an answer; to a new one only if `more`.
    ///
    /// @return whether one is left without an answer
    boolean one(boolean more) throws InterruptedException {
        try {
            long given = newest("crash_said");
            if (newest("crash_echo") == given) {
                if (!more) {
                    return false;
                }
                note("crash_said", ++given);
            }
            if (ask(given)) {
                note("crash_echo", given);
            }
        } catch (DataAccessException e) {
            log.warn("Gave no command: {}", e.getMessage());
        }
        LockSupport.parkNanos(PAUSE_NANOS);
        return true;
    }

    private long newest(String table) {
        return jdbc.sql("select coalesce(max(n), 0) from " + table + " where subject = ?")
                .param(SUBJECT)
                .query(Long.class)
                .single();
    }

    private void note(String table, long n) {
        jdbc.sql("insert into " + table + " (subject, n) values (?, ?)")
                .params(SUBJECT, n)
                .update();
    }

    private boolean ask(long n) throws InterruptedException {
        try {
            Answered answer = bus.ask(command(n)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return answer.status() == AnswerStatus.SUCCESS;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private CommandEnvelope<CancelOrder> command(long n) {
        Instant now = clock.instant();
        return new CommandEnvelope<>(
                "cancel_order",
                "crash-" + n,
                "crash-%d-%d-%d".formatted(n, now.toEpochMilli(), ++tries),
                "owner",
                null,
                null,
                now,
                now.plusSeconds(600),
                null,
                new CancelOrder(Long.toString(n)));
    }
}
