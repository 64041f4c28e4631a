package de.aktienanalyse.eventbus.adoption;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.eventbus.adoption.Verdict.Reason;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.EventEnvelope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/// Makes foreign messages events of the bus. The mark that an id was adopted and the outbox row of
/// its event commit together, so that an event is neither lost nor said twice, whichever door it
/// came through.
@Component
public class Adoption {
    private static final Logger log = LoggerFactory.getLogger(Adoption.class);
    private static final String INBOX = "aktienanalyse:inbox";

    private final Examination examination;
    private final AdoptedEvents adopted;
    private final Quarantine quarantine;
    private final EventBus bus;
    private final TransactionOperations transactions;
    private final AdoptionLimits limits;
    private final MeterRegistry meters;
    private final Clock clock;
    private final LongAdder refused = new LongAdder();

    public Adoption(
            EventCodec codec,
            EventBus bus,
            JdbcClient database,
            TransactionOperations transactions,
            Quarantine quarantine,
            AdoptionLimits limits,
            MeterRegistry meters,
            Clock clock,
            RandomGenerator random) {
        this.examination = new Examination(codec, clock, random);
        this.adopted = new AdoptedEvents(database, clock);
        this.quarantine = quarantine;
        this.bus = bus;
        this.transactions = transactions;
        this.limits = limits;
        this.meters = meters;
        this.clock = clock;
        for (Reason reason : Reason.values()) {
            quarantined(reason).increment(0);
        }
    }

    /// What came of one message; counted after the commit.
    private sealed interface Outcome {
        record Adopted(String eventType) implements Outcome {}

        record Repeated(String eventType) implements Outcome {}

        record Quarantined(Reason reason) implements Outcome {}
    }

    /// Takes an entry of the inbox stream. What it throws brings the entry again, so that is only
    /// for a database that does not answer.
    ///
    /// @param entryId stands for the event id when there is none, so that an entry that comes again
    ///   is known
    public void takeFromInbox(String entryId, byte[] json) {
        take(List.of(ForeignMessage.of(INBOX, json).called("inbox-" + entryId)));
    }

    /// Takes messages in order, all in one transaction.
    ///
    /// @throws DataAccessException or TransactionException when the database does not answer; then
    ///   nothing happened, and they may be given again
    void take(List<ForeignMessage> messages) {
        try {
            commit(messages);
        } catch (RuntimeException e) {
            if (isTrouble(e)) {
                throw e;
            }
            // One of them; which one shows when they are taken singly.
            messages.forEach(this::takeSingly);
        }
    }

    private void takeSingly(ForeignMessage message) {
        try {
            commit(List.of(message));
        } catch (RuntimeException e) {
            if (isTrouble(e)) {
                throw e;
            }
            log.warn(
                    "A foreign message on {} could not be said: {}",
                    message.channel(),
                    e.toString());
            Verdict.Refuse refusal = new Verdict.Refuse(Reason.NOT_SAID, e.toString(), null);
            transactions.executeWithoutResult(_ -> quarantine.keep(message, refusal));
            count(new Outcome.Quarantined(Reason.NOT_SAID));
        }
    }

    /// Whether the database has a trouble that may pass, rather than the message one that stays.
    static boolean isTrouble(RuntimeException e) {
        return e instanceof TransactionException
                || (e instanceof DataAccessException
                        && !(e instanceof DataIntegrityViolationException));
    }

    private void commit(List<ForeignMessage> messages) {
        List<Outcome> outcomes = new ArrayList<>(messages.size());
        transactions.executeWithoutResult(_ -> {
            for (ForeignMessage message : messages) {
                outcomes.add(take(message));
            }
        });
        outcomes.forEach(this::count);
    }

    private Outcome take(ForeignMessage message) {
        return switch (examination.of(message)) {
            case Verdict.Adopt adopt -> {
                EventEnvelope<?> envelope = adopt.envelope();
                // LATEST and TRANSIENT need no memory: a repeat changes nothing.
                boolean news =
                        envelope.delivery() != Delivery.EVERY
                                || adopted.add(envelope, message.channel());
                if (news) {
                    bus.adopt(adopt.envelope());
                }
                yield news
                        ? new Outcome.Adopted(envelope.eventType())
                        : new Outcome.Repeated(envelope.eventType());
            }
            case Verdict.Refuse refuse -> {
                quarantine.keep(message, refuse);
                yield new Outcome.Quarantined(refuse.reason());
            }
        };
    }

    private void count(Outcome outcome) {
        switch (outcome) {
            case Outcome.Adopted(String type) ->
                    meters.counter("aktien_bus_adopted", "type", type).increment();
            case Outcome.Repeated(String type) ->
                    meters.counter("aktien_bus_adopted_again", "type", type).increment();
            case Outcome.Quarantined(Reason reason) -> {
                refused.increment();
                quarantined(reason).increment();
            }
        }
    }

    /// A message that could not even wait.
    void turnAway() {
        count(new Outcome.Quarantined(Reason.OVERFLOW));
    }

    /// How many messages were refused since the start.
    public long refused() {
        return refused.sum();
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void forgetOldIds() {
        transactions.executeWithoutResult(
                _ -> adopted.forgetBefore(clock.instant().minus(limits.memory())));
    }

    private Counter quarantined(Reason reason) {
        return meters.counter("aktien_bus_quarantined", "reason", reason.label());
    }
}
