package de.aktienanalyse.bus;

import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.EventEnvelope;
import org.jspecify.annotations.Nullable;

/// Why something is said: travels as data, so that no thread has to remember it.
public record Cause(
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String actor,
        @Nullable String traceparent,
        @Nullable String replay) {

    /// Nobody asked for it: a tick, a heartbeat.
    public static final Cause NONE = new Cause(null, null, null, null, null);

    public static Cause of(EventEnvelope<?> heard) {
        return new Cause(
                heard.correlationId(),
                heard.eventId(),
                heard.actor(),
                heard.traceparent(),
                heard.replay());
    }

    public static Cause of(CommandEnvelope<?> command) {
        return new Cause(
                command.correlationId(),
                command.commandId(),
                command.actor(),
                command.traceparent(),
                null);
    }
}
