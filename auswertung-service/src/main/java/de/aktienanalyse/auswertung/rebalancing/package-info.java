/// Brings a depot back to its target weights, in whole orders, when a weight has strayed too far.
///
/// Hears `RebalancingRequested`, says `RebalancingProposed`; obeys `request_rebalancing`. It
/// proposes, it does not order. Not here: what is held (`holdings`), placing orders (verwaltung).
@NullMarked
package de.aktienanalyse.auswertung.rebalancing;

import org.jspecify.annotations.NullMarked;
