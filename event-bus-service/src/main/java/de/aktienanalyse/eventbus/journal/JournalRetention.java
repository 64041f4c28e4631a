package de.aktienanalyse.eventbus.journal;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Forgets what is older than the setting allows, in small bites, so that nothing waits long for
/// the database's one writer.
@Component
class JournalRetention {
    private static final Logger log = LoggerFactory.getLogger(JournalRetention.class);
    private static final int BITE = 1_000;

    private final EventJournal journal;
    private final JournalSettings settings;
    private final TransactionOperations transactions;
    private final Clock clock;

    JournalRetention(
            EventJournal journal,
            JournalSettings settings,
            TransactionOperations transactions,
            Clock clock) {
        this.journal = journal;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 5, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forget() {
        if (settings.retention().isZero()) {
            return;
        }
        var before = clock.instant().minus(settings.retention());
        long forgotten = 0;
        int bite;
        do {
            Integer deleted = transactions.execute(_ -> journal.forgetBefore(before, BITE));
            bite = deleted == null ? 0 : deleted;
            forgotten += bite;
        } while (bite == BITE);
        if (forgotten > 0) {
            log.info("The journal forgot {} events from before {}", forgotten, before);
        }
    }
}
