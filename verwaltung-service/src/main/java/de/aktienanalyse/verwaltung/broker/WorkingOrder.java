package de.aktienanalyse.verwaltung.broker;

import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What a broker needs to know of an order.
///
/// @param quantity still to be filled
/// @param limit null for market and stop
/// @param stop null for market and limit
/// @param triggered whether the stop was reached on an earlier bar
/// @param allOrNone fill whole or not at all
public record WorkingOrder(
        String orderId,
        String symbol,
        Side side,
        OrderType type,
        BigDecimal quantity,
        @Nullable BigDecimal limit,
        @Nullable BigDecimal stop,
        boolean triggered,
        boolean allOrNone) {}
