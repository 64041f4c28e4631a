package de.aktienanalyse.gateway.protocol;

import de.aktienanalyse.bus.Position;
import de.aktienanalyse.events.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client says.
public sealed interface ClientMessage {
    /// The client's own, comes back on the answer.
    @Nullable String correlationId();

    /// @param eventTypes browser names or globs of them, `portfolio.*`
    /// @param symbols only events of these shares; null or empty: of all. Events without a share
    ///   pass
    /// @param portfolioId only events of this portfolio; events without one pass
    /// @param snapshot whether current values (LATEST) are wanted at once
    /// @param objects whether the open orders are wanted at once, behind a resume, and behind a gap
    /// @param maxRateHz at most so many values (LATEST) a second per key; null: all
    /// @param positions where to resume, at most one per partition; empty: from now on
    /// @param resumeToken names the earlier connection, whose commands' outcomes are wanted here
    record Subscribe(
            List<String> eventTypes,
            @Nullable List<String> symbols,
            @Nullable String portfolioId,
            boolean snapshot,
            boolean objects,
            @Nullable Double maxRateHz,
            List<Position> positions,
            @Nullable String resumeToken,
            @Nullable String correlationId)
            implements ClientMessage {

        /// The same, resumed from elsewhere.
        public Subscribe from(List<Position> others) {
            return new Subscribe(
                    eventTypes,
                    symbols,
                    portfolioId,
                    snapshot,
                    objects,
                    maxRateHz,
                    others,
                    resumeToken,
                    correlationId);
        }
    }

    record Unsubscribe(List<String> eventTypes, @Nullable String correlationId)
            implements ClientMessage {}

    /// @param command wire name, `place_order`
    /// @param data what the command's record is read from
    /// @param commandId idempotency key; null: the correlation id is
    /// @param expiresAt ISO-8601 time, as the client wrote it
    record UserCommand(
            String command,
            RawJson data,
            @Nullable String correlationId,
            @Nullable String commandId,
            @Nullable String expiresAt)
            implements ClientMessage {}

    record Ping(@Nullable String correlationId) implements ClientMessage {}
}
