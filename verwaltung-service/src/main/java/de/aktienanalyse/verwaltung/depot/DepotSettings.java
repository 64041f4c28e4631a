package de.aktienanalyse.verwaltung.depot;

import java.math.BigDecimal;
import java.util.Currency;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param id of the depot that is meant when a command names none
/// @param currency ISO 4217; shares in another one are refused until rates are known
/// @param initialCash paid in when the first bar is heard; 0 for none
/// @param costMethod which cost and gain are shown
public record DepotSettings(
        @DefaultValue("depot-1") String id,
        @DefaultValue("USD") Currency currency,
        @DefaultValue("100000.00") BigDecimal initialCash,
        @DefaultValue("fifo") CostMethod costMethod) {

    public DepotSettings {
        if (initialCash.signum() < 0) {
            throw new IllegalArgumentException("aktien.depot.initial-cash must not be negative");
        }
    }
}
