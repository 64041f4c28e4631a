package de.aktienanalyse.eventbus.deadletters;

import de.aktienanalyse.events.RawJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A copy of an event that a group could not take, as its service shows it.
///
/// @param reason of the last attempt
/// @param stackHash the same for failures at the same place
/// @param parked whether it only waits behind a failed event of its subject
/// @param payload the event
public record DeadLetter(
        String group,
        String eventId,
        @Nullable String eventType,
        @Nullable String subject,
        @Nullable String reason,
        @Nullable String stackHash,
        int attempts,
        boolean parked,
        @Nullable Instant at,
        @Nullable String service,
        @Nullable RawJson payload) {

    Instant when() {
        return at == null ? Instant.EPOCH : at;
    }
}
