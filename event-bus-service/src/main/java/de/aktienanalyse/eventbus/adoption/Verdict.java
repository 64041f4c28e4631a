package de.aktienanalyse.eventbus.adoption;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is to be done with a foreign message.
sealed interface Verdict {

    /// @param envelope complete, without a position
    record Adopt(EventEnvelope<Event> envelope) implements Verdict {}

    /// @param field path of the offending field, `data.score`; null when none is to blame
    record Refuse(Reason reason, String explanation, @Nullable String field) implements Verdict {}

    /// Why a message is no event. Also the label of a counter, so the set is closed.
    enum Reason {
        TOO_LARGE,
        NOT_JSON,
        UNKNOWN_TYPE,
        WRONG_VERSION,
        INVALID_FIELD,
        /// More came than waits: never looked at, only counted.
        OVERFLOW,
        /// It looked well and the bus did not take it.
        NOT_SAID;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
