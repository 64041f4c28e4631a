/// Figures as pure formulas, one class each; every convention is named on its class. The
/// conventions are those of GIPS for returns and of the risk literature for ratios, checked against
/// published worked examples.
///
/// Hears and says nothing. Growth factors and ratios are doubles: no money passes here. A figure
/// that is not defined for its input is NaN; `figures` turns that into a missing figure with its
/// reason. Not here: which days count (`figures`), what was held (`holdings`).
@NullMarked
package de.aktienanalyse.auswertung.performance;

import org.jspecify.annotations.NullMarked;
