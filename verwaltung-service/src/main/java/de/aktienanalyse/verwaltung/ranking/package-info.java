/// Which holding of the depot does best: what the orchestrator asks this module for.
///
/// Hears `PerformanceUpdated` in the group `verwaltung.performance-engine`, watches
/// `DataRequested`. Says `DataProvided`. Not here: how a return is computed (auswertung).
@NullMarked
package de.aktienanalyse.verwaltung.ranking;

import org.jspecify.annotations.NullMarked;
