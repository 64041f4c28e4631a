package de.aktienanalyse.verwaltung.broker;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What a broker takes: `fixed + rate × value + perShare × quantity`, at least `min`, at most
/// `max`.
///
/// @param fixed per order, in the share's currency
/// @param rate of the value, 0.001 is 0.1 %
/// @param perShare in the share's currency
/// @param max null: no upper bound
public record FeeTable(
        @DefaultValue("1.00") BigDecimal fixed,
        @DefaultValue("0.001") BigDecimal rate,
        @DefaultValue("0") BigDecimal perShare,
        @DefaultValue("0") BigDecimal min,
        @Nullable BigDecimal max) {

    public FeeTable {
        if (fixed.signum() < 0 || rate.signum() < 0 || perShare.signum() < 0 || min.signum() < 0) {
            throw new IllegalArgumentException("aktien.paper.fees.* must not be negative");
        }
        if (max != null && max.compareTo(min) < 0) {
            throw new IllegalArgumentException("aktien.paper.fees.max must not be below min");
        }
    }

    /// Of one order, however many fills it takes.
    BigDecimal of(BigDecimal quantity, BigDecimal value) {
        if (quantity.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal fees = fixed.add(rate.multiply(value)).add(perShare.multiply(quantity)).max(min);
        return max == null ? fees : fees.min(max);
    }
}
