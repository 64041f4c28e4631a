package de.aktienanalyse.gateway.protocol;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `data` of the gateway's own messages.
public final class Said {
    private Said() {}

    /// @param displayName what the client called itself in the path
    /// @param protocol version of this protocol
    public record ConnectionEstablished(
            String clientId, Instant serverTime, @Nullable String displayName, String protocol) {}

    /// @param eventType as the client wrote it
    public record SubscriptionConfirmed(String eventType, String clientId) {}

    public record SubscriptionCancelled(String eventType, String clientId) {}

    public record Pong(Instant timestamp) {}

    /// @param conflated per browser event, how many older values were left out
    /// @param total their sum
    public record Conflated(Map<String, Integer> conflated, int total) {}

    /// @param error for people
    /// @param field path of the offending field
    public record Problem(String error, @Nullable String field) {}
}
