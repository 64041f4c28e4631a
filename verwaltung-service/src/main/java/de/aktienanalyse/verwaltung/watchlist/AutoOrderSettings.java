package de.aktienanalyse.verwaltung.watchlist;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Orders that nobody places by hand: off unless the owner allows them.
///
/// @param maxValue of one order, in the depot's currency, without fees
/// @param maxPerDay orders per day, UTC by the wall clock, also while a replay runs fast
public record AutoOrderSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("1000.00") BigDecimal maxValue,
        @DefaultValue("3") int maxPerDay) {

    public AutoOrderSettings {
        if (maxValue.signum() <= 0 || maxPerDay < 0) {
            throw new IllegalArgumentException(
                    "aktien.auto-order.max-value must be above 0, max-per-day not negative");
        }
    }
}
