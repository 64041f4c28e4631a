package de.aktienanalyse.eventbus.journal;

import de.aktienanalyse.events.RawJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One event as it was on the bus.
///
/// @param position where the stream keeps it, or kept it: the journal survives trimming
/// @param occurredAt the envelope's timestamp, to the millisecond
/// @param recordedAt when it was written down
/// @param event the whole envelope, digit for digit
public record JournalEntry(
        String eventId,
        String eventType,
        String source,
        String subject,
        @Nullable String correlationId,
        @Nullable String causationId,
        String position,
        Instant occurredAt,
        Instant recordedAt,
        RawJson event) {}
