package de.aktienanalyse.gateway.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a client is told. The fields of spec part 1.1 and the position.
///
/// @param type `system`, `error`, `command_response`, or the first label of a browser event
/// @param event browser name, `market.price_update`
/// @param data the event's own record or view
/// @param correlationId the client's own where it started this
/// @param sourceService who said it on the bus
/// @param targetClient the one connection it is for
/// @param position where the bus keeps it; only for EVERY
public record ServerMessage(
        String type,
        String event,
        Object data,
        Instant timestamp,
        @Nullable String correlationId,
        @Nullable String sourceService,
        @Nullable String targetClient,
        @Nullable String position) {

    /// A message of the gateway's own to one client.
    public static ServerMessage of(
            String type, String event, Object data, Instant now, @Nullable String correlationId) {
        return new ServerMessage(type, event, data, now, correlationId, null, null, null);
    }

    public ServerMessage to(String client) {
        return new ServerMessage(
                type, event, data, timestamp, correlationId, sourceService, client, position);
    }
}
