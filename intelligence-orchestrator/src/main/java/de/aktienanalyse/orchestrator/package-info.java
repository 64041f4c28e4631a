/// Figures in, recommendations out: asks every module what it knows, correlates, decides by written
/// rules.
///
/// Hears `cross.system.data.response`; says `cross.system.data.request` and
/// `cross.system.intelligence.trigger`. Not here: carrying a recommendation out (verwaltung),
/// computing scores (aktienanalyse) or returns (auswertung).
@NullMarked
package de.aktienanalyse.orchestrator;

import org.jspecify.annotations.NullMarked;
