package de.aktienanalyse.verwaltung.depot;

import de.aktienanalyse.events.OrderEvent.Side;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A purchase or sale to be booked.
///
/// @param executionId the same id is never booked twice
/// @param value quantity × price, without fees
/// @param executedAt market time
public record Trade(
        String executionId,
        String orderId,
        String portfolioId,
        String symbol,
        @Nullable String isin,
        Side side,
        BigDecimal quantity,
        BigDecimal price,
        Money value,
        Money fees,
        Instant executedAt) {

    /// What it does to the cash balance.
    public Money cashEffect() {
        return switch (side) {
            case BUY -> value.plus(fees).negated();
            case SELL -> value.minus(fees);
        };
    }
}
