package de.aktienanalyse.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is for one user only.
public sealed interface UserEvent extends Event {

    /// An entry of the user's inbox.
    @EventType(
            value = "user.updates",
            delivery = Delivery.EVERY,
            source = "event-bus-service.notifications")
    record Notified(
            String userId,
            String notificationId,
            String title,
            String message,
            Severity severity,
            @Nullable String link,
            Instant timestamp)
            implements UserEvent {
        public Notified {
            Must.name(userId, "userId");
            Must.name(notificationId, "notificationId");
            Must.have(title, "title");
            Must.have(message, "message");
            Must.have(severity, "severity");
            Must.have(timestamp, "timestamp");
        }

        @Override
        public String subject() {
            return userId;
        }
    }

    enum AnswerStatus {
        @JsonProperty("success")
        SUCCESS,
        @JsonProperty("error")
        ERROR,
        @JsonProperty("no_data")
        NO_DATA
    }

    /// The terminal answer to a command that changes state. The gateway makes `command_response`
    /// from it.
    ///
    /// @param actor whose command it was
    /// @param commandId the client's idempotency key
    /// @param result what `command_response` carries as `result`
    @EventType(value = "user.command.completed", delivery = Delivery.EVERY)
    record CommandCompleted(
            String actor, String commandId, String command, AnswerStatus status, RawJson result)
            implements UserEvent {
        public CommandCompleted {
            Must.name(actor, "actor");
            Must.name(commandId, "commandId");
            Must.name(command, "command");
            Must.have(status, "status");
            Must.have(result, "result");
        }

        @Override
        public String subject() {
            return actor;
        }
    }

    enum JobState {
        /// Its turn will come, at `next_at` when that is known.
        @JsonProperty("waiting")
        WAITING,
        @JsonProperty("running")
        RUNNING,
        /// Failed and begins anew at `next_at`.
        @JsonProperty("retrying")
        RETRYING,
        /// Failed for good: an operator runs it again or gives it up, and only then it is answered.
        @JsonProperty("stopped")
        STOPPED
    }

    /// How far a command is that takes long. Its end is told by `user.command.completed`.
    ///
    /// @param actor whose command it is
    /// @param commandId the client's idempotency key
    /// @param percent of this attempt, never less than was told of it before
    /// @param attempt the first is 1; 0 before it begins
    /// @param doing what is being done, for people
    @EventType(value = "user.command.progress", delivery = Delivery.TRANSIENT)
    record CommandProgressed(
            String actor,
            String commandId,
            String command,
            JobState state,
            int percent,
            int attempt,
            @Nullable String doing,
            @Nullable Instant nextAt)
            implements UserEvent {
        public CommandProgressed {
            Must.name(actor, "actor");
            Must.name(commandId, "commandId");
            Must.name(command, "command");
            Must.have(state, "state");
        }

        @Override
        public String subject() {
            return actor;
        }
    }
}
