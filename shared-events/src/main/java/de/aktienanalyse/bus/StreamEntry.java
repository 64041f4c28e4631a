package de.aktienanalyse.bus;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// An entry of a partition as one group sees it.
///
/// @param envelope null when it cannot be read
record StreamEntry(
        String group,
        String family,
        int partitionNo,
        String id,
        byte[] json,
        @Nullable EventEnvelope<Event> envelope) {

    String eventId() {
        return envelope == null ? id : envelope.eventId();
    }

    String eventType() {
        return envelope == null ? "unreadable" : envelope.eventType();
    }

    String subject() {
        return envelope == null ? "" : envelope.data().subject();
    }

    String replay() {
        return envelope == null || envelope.replay() == null ? "" : envelope.replay();
    }

    DeadLetters.Line line() {
        return new DeadLetters.Line(group, replay(), subject());
    }

    String text() {
        return new String(json, StandardCharsets.UTF_8);
    }
}
