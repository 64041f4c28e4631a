/// What can be traded and what it costs now: symbols, currencies and newest prices, learned from
/// the feed.
///
/// Hears `BarClosed` (kept in the database) and `PriceUpdated` (kept in memory). Says nothing. Not
/// here: bar history and indicators (aktienanalyse), what is held (`depot`).
@NullMarked
package de.aktienanalyse.verwaltung.market;

import org.jspecify.annotations.NullMarked;
