package de.aktienanalyse.bus;

import de.aktienanalyse.commands.CommandTypes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets what can no longer be needed, so that neither the database nor Redis grows for ever.
final class Housekeeping implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    /// Beyond the outbox's retention, so that nothing said again can have its effect twice.
    private static final Duration MARKS_LONGER = Duration.ofDays(7);

    private static final Duration ANSWERS = Duration.ofDays(7);

    /// An order must never be placed twice, however late it is repeated: their answers stay.
    private static final List<String> ORDERS =
            CommandTypes.all().stream()
                    .filter(type -> CommandTypes.queueOf(type).equals("order.execution"))
                    .map(CommandTypes::nameOf)
                    .toList();

    private final Outbox outbox;
    private final Marks marks;
    private final Transactions transactions;
    private final Clock clock;
    private final Duration retention;

    Housekeeping(
            Outbox outbox,
            Marks marks,
            Transactions transactions,
            Clock clock,
            Duration retention) {
        this.outbox = outbox;
        this.marks = marks;
        this.transactions = transactions;
        this.clock = clock;
        this.retention = retention;
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        try {
            int rows = transactions.within(() -> outbox.prune(now.minus(retention)));
            int old =
                    transactions.within(
                            () -> marks.prune(now.minus(retention).minus(MARKS_LONGER)));
            int answers = transactions.within(() -> marks.pruneAnswers(now.minus(ANSWERS), ORDERS));
            log.debug("Forgot {} said events, {} inbox marks, {} answers", rows, old, answers);
        } catch (Exception e) {
            log.warn(
                    "Housekeeping failed and is tried again in an hour: {}",
                    String.valueOf(e.getMessage()));
        }
    }
}
