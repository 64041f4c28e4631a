package de.aktienanalyse.verwaltung.broker;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param slippage how much worse than the bar's price market and stop orders fill, 0.0005 is 0.05
///   %
/// @param priceImpact LEAN's volume share model: min(quantity ÷ volume, participation)² ×
///   priceImpact of the price on top; LEAN's own value is 0.1
/// @param participation largest part of a bar's volume that an order may take
public record PaperSettings(
        @DefaultValue("0") BigDecimal slippage,
        @DefaultValue("0") BigDecimal priceImpact,
        @DefaultValue("0.025") BigDecimal participation,
        @DefaultValue FeeTable fees) {

    public PaperSettings {
        if (slippage.signum() < 0
                || slippage.compareTo(BigDecimal.ONE) >= 0
                || priceImpact.signum() < 0) {
            throw new IllegalArgumentException(
                    "aktien.paper.slippage must be in 0..1 and price-impact not negative");
        }
        if (participation.signum() <= 0 || participation.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(
                    "aktien.paper.participation must be above 0 and at most 1");
        }
    }
}
