package de.aktienanalyse.gateway.protocol;

import de.aktienanalyse.events.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `data` of the gateway's own messages.
public final class Said {
    private Said() {}

    /// @param displayName what the client called itself in the path
    /// @param protocol version of this protocol
    /// @param resumeToken names this connection to the next one
    public record ConnectionEstablished(
            String clientId,
            Instant serverTime,
            @Nullable String displayName,
            String protocol,
            String resumeToken) {}

    /// @param eventType as the client wrote it
    /// @param positions where it begins
    public record SubscriptionConfirmed(
            String eventType, String clientId, List<String> positions) {}

    public record SubscriptionCancelled(String eventType, String clientId) {}

    /// @param positions all up to here was said before this
    public record Pong(Instant timestamp, List<String> positions) {}

    /// @param positions all up to here was said before this
    public record CurrentPositions(List<String> positions) {}

    /// @param events how many missed messages came
    public record Resumed(List<String> from, List<String> to, int events) {}

    /// Something may be missing.
    ///
    /// @param positions what comes from here on is complete again
    /// @param reload commands whose answers are the current state
    public record Gap(String reason, List<String> positions, List<String> reload) {}

    /// Objects as they are now, each whole: the state that what comes goes on from.
    ///
    /// @param command whose answer this is
    /// @param nextCursor there are more; that command gives them
    public record Snapshot(String command, List<RawJson> items, @Nullable String nextCursor) {}

    /// @param conflated per browser event, how many older values were left out
    /// @param total their sum
    public record Conflated(Map<String, Integer> conflated, int total) {}

    /// @param error for people
    /// @param field path of the offending field
    public record Problem(String error, @Nullable String field) {}
}
