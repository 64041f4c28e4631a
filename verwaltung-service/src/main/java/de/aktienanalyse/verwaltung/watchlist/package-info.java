/// Shares to keep an eye on, put there by good scores and by the orchestrator; ordered on their own
/// only when the owner allowed it.
///
/// Hears `AnalysisCompleted` and `IntelligenceTriggered` in the group
/// `verwaltung.cross-system-sync`. Says what `orders` says when it orders. Not here: how a score
/// comes about (aktienanalyse), which share should replace which (orchestrator).
@NullMarked
package de.aktienanalyse.verwaltung.watchlist;

import org.jspecify.annotations.NullMarked;
