/// The depot: cash, lots, gains, and what it is all worth now.
///
/// Hears `BarClosed` (the first one opens it), `PriceUpdated`, its own bookings; obeys
/// `refresh_portfolio` and `update_position`. Says `CashChanged`, `PositionChanged`,
/// `ValuationUpdated`, `ValueChanged`. Every booking runs in the caller's transaction. Not here:
/// why something is bought (`orders`), returns and risk (auswertung), taxes.
@NullMarked
package de.aktienanalyse.verwaltung.depot;

import org.jspecify.annotations.NullMarked;
