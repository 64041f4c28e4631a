package de.aktienanalyse.bus;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import org.jspecify.annotations.Nullable;

/// What came of reading a message.
public sealed interface Decoded {
    record Known(EventEnvelope<Event> envelope) implements Decoded {}

    /// Of a newer service or a foreigner: skipped and counted, never fatal.
    record UnknownType(String eventType) implements Decoded {}

    /// @param field path of the offending field, `data.score`; null when the text is no JSON object
    record Malformed(String reason, @Nullable String field) implements Decoded {}
}
