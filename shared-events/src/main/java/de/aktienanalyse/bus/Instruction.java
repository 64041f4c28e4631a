package de.aktienanalyse.bus;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What an operator tells a service to do with dead letters of one of its groups; travels in the
/// field `instruction` of the stream [Keys#operator].
///
/// @param id the same instruction counts once, however often it arrives
/// @param eventId null: all of the group, or of the type
/// @param eventType null: whichever
/// @param reason why it is given up
/// @param actor who says so
public record Instruction(
        String id,
        Action action,
        String group,
        @Nullable String eventId,
        @Nullable String eventType,
        @Nullable String reason,
        @Nullable String actor) {

    public enum Action {
        /// Runs it, then what is parked behind it, then live goes on.
        @JsonProperty("retry")
        RETRY,
        /// Gives it up, with a record; what is parked behind it runs.
        @JsonProperty("discard")
        DISCARD
    }

    public Instruction {
        require(id, "id");
        require(group, "group");
        if (action == null) {
            throw new IllegalArgumentException("action must be retry or discard");
        }
    }

    private static void require(@Nullable String value, String field) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + " is required");
        }
    }

    String by() {
        return actor == null ? "unknown" : actor;
    }

    String why() {
        return reason == null ? "" : reason;
    }
}
