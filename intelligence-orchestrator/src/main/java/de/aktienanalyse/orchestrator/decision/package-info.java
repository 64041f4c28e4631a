/// What follows from the correlations: recommendations by written rules, each said once per
/// cool-down.
///
/// Says `cross.system.intelligence.trigger`. [DecisionEngine] is pure and holds the rules;
/// [Recommendations] remembers what was said, so that a restart does not repeat it. Not here:
/// placing orders (verwaltung).
@NullMarked
package de.aktienanalyse.orchestrator.decision;

import org.jspecify.annotations.NullMarked;
