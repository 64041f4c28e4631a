package de.aktienanalyse.verwaltung.orders;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param reserve part of the price that is kept back on top for buys whose price is not bounded
///   (market, stop), since the next open may be higher; 0.05 is 5 %
/// @param maxQuantity largest quantity of one order
public record OrderSettings(
        @DefaultValue("0.05") BigDecimal reserve,
        @DefaultValue("1000000000") BigDecimal maxQuantity) {

    public OrderSettings {
        if (reserve.signum() < 0 || maxQuantity.signum() <= 0) {
            throw new IllegalArgumentException(
                    "aktien.orders.reserve must not be negative, max-quantity must be above 0");
        }
    }
}
