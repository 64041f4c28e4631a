/// Orders: taken, checked, worked by a broker, filled, and booked into the depot.
///
/// Obeys `place_order`, `modify_order`, `cancel_order`, `get_order_history`; hears `BarClosed` in
/// the group `verwaltung.broker-integration`. Says the [de.aktienanalyse.events.OrderEvent] family,
/// and with each fill what the depot says. Not here: fill prices and fees (`broker`), lots and cash
/// (`depot`).
@NullMarked
package de.aktienanalyse.verwaltung.orders;

import org.jspecify.annotations.NullMarked;
