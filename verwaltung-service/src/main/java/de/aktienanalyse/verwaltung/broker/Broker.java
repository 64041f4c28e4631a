package de.aktienanalyse.verwaltung.broker;

import de.aktienanalyse.events.MarketEvent.BarClosed;
import java.math.BigDecimal;

/// Carries out orders. Called within a database transaction, so an implementation must not block on
/// a network.
public interface Broker {
    /// As events name it, `paper`.
    String name();

    /// Takes an order, or says why not.
    Receipt place(WorkingOrder order);

    /// What a closed bar does to an order that works here. Brokers that execute elsewhere keep the
    /// default.
    ///
    /// @param order must be allowed to use this bar: the bar starts at or after its acceptance
    default BarResult onBar(WorkingOrder order, BarClosed bar) {
        return BarResult.NOTHING;
    }

    /// What executing that much costs in all, in the share's currency, unrounded.
    ///
    /// @param value quantity × price
    BigDecimal fees(BigDecimal quantity, BigDecimal value);

    /// The broker's answer to an order.
    sealed interface Receipt {
        record Accepted() implements Receipt {}

        /// @param code stable, lower snake case
        /// @param message for people
        record Rejected(String code, String message) implements Receipt {}
    }
}
