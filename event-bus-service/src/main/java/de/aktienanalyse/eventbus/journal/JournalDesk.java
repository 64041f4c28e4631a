package de.aktienanalyse.eventbus.journal;

import de.aktienanalyse.commands.BusCommand.GetEvent;
import de.aktienanalyse.commands.BusCommand.GetJournal;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.events.InvalidEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Answers what the owner asks about the past.
@Component
public class JournalDesk {
    private static final int LONGEST_CHAIN = 50;
    private static final int MOST_EFFECTS = 100;

    private final EventJournal journal;

    public JournalDesk(EventJournal journal) {
        this.journal = journal;
    }

    /// @param causes what led to it, the first cause first; a command at the begin has no entry
    /// @param firstCause the id at which the chain leaves the journal: of a command, or of an event
    ///   that is forgotten; empty when the event had no cause
    /// @param effects what came of it directly
    record Chain(
            JournalEntry event,
            List<JournalEntry> causes,
            String firstCause,
            List<JournalEntry> effects) {}

    public CommandAnswer find(GetJournal asked) {
        try {
            return CommandAnswer.success(
                    journal.find(
                            new JournalQuery(
                                    asked.from(),
                                    asked.to(),
                                    asked.eventType(),
                                    asked.subject(),
                                    asked.source(),
                                    asked.correlationId(),
                                    !Boolean.TRUE.equals(asked.oldestFirst()),
                                    asked.limit(),
                                    asked.cursor())));
        } catch (InvalidEvent e) {
            return refused(e);
        }
    }

    public CommandAnswer event(GetEvent asked) {
        Optional<JournalEntry> found = journal.byId(asked.eventId());
        if (found.isEmpty()) {
            return CommandAnswer.refused(
                    "unknown_event", "The journal has no such event", "event_id");
        }
        JournalEntry event = found.get();
        List<JournalEntry> causes = new ArrayList<>();
        // A foreigner may name any cause, also a circle.
        Set<String> seen = new HashSet<>(Set.of(event.eventId()));
        String cause = event.causationId();
        while (cause != null && causes.size() < LONGEST_CHAIN && seen.add(cause)) {
            Optional<JournalEntry> before = journal.byId(cause);
            if (before.isEmpty()) {
                break;
            }
            causes.addFirst(before.get());
            cause = before.get().causationId();
        }
        return CommandAnswer.success(
                new Chain(
                        event,
                        causes,
                        cause == null ? "" : cause,
                        journal.causedBy(event.eventId(), MOST_EFFECTS)));
    }

    /// The query's `type` is the command's `event_type`.
    public static CommandAnswer refused(InvalidEvent e) {
        String field = e.field().equals("type") ? "event_type" : e.field();
        return CommandAnswer.refused("invalid_" + field, e.getMessage() + "", field);
    }
}
