package de.aktienanalyse.auswertung.holdings;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// A share that is held.
///
/// @param quantity negative when more was sold than bought
/// @param cost of what is held, by moving average, with fees
/// @param price newest known, carried forward; null when none was ever heard
/// @param value at that price, at cost without one
public record Holding(
        String symbol,
        BigDecimal quantity,
        BigDecimal cost,
        @Nullable BigDecimal price,
        BigDecimal value) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /// Unrealised gain in percent of cost; null without a cost or a price.
    public @Nullable BigDecimal returnPercent() {
        if (price == null || cost.signum() <= 0) {
            return null;
        }
        return value.subtract(cost)
                .multiply(HUNDRED)
                .divide(cost, MathContext.DECIMAL64)
                .setScale(4, RoundingMode.HALF_UP);
    }

    /// Share of the depot's worth, 0..1; null when that is not positive.
    public @Nullable BigDecimal weightIn(BigDecimal totalValue) {
        return totalValue.signum() <= 0 ? null : value.divide(totalValue, 6, RoundingMode.HALF_UP);
    }
}
