package de.aktienanalyse.verwaltung.broker;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a bar did to an order.
///
/// @param triggered whether its stop has been reached by now; true as well for orders without a
///   stop
/// @param fill null when nothing was filled
public record BarResult(boolean triggered, @Nullable Fill fill) {
    static final BarResult NOTHING = new BarResult(false, null);

    /// @param at market time
    public record Fill(BigDecimal quantity, BigDecimal price, Instant at) {}
}
