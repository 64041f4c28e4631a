package de.aktienanalyse.commands;

import de.aktienanalyse.events.Must;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A command on its way. The gateway writes `actor`, `client_id` and `reply_to`; no client can.
///
/// @param command wire name, `place_order`
/// @param commandId the client's idempotency key, made once per intent
/// @param correlationId the client's own, comes back on the answer and on all events that follow
/// @param actor the user
/// @param clientId the connection that asked
/// @param replyTo the gateway that waits for the answer to a read
/// @param expiresAt after this it is refused, never carried out late
public record CommandEnvelope<C extends Command>(
        String command,
        String commandId,
        String correlationId,
        String actor,
        @Nullable String clientId,
        @Nullable String replyTo,
        Instant timestamp,
        @Nullable Instant expiresAt,
        @Nullable String traceparent,
        C data) {
    public CommandEnvelope {
        Must.name(command, "command");
        Must.name(commandId, "commandId");
        Must.name(correlationId, "correlationId");
        Must.name(actor, "actor");
        Must.have(timestamp, "timestamp");
        Must.have(data, "data");
    }
}
