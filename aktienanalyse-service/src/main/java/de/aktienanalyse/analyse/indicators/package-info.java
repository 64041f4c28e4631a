/// The formulas, one per file, each fed close by close: seeded as TA-Lib seeds them, and equal to
/// it to 1e-8.
///
/// They compute in `double`: an indicator is an estimate over prices that were rounded before,
/// recursive ones would otherwise carry a hundred digits, and TA-Lib does the same. `NaN` inside
/// means "needs more bars"; [Indicators] turns it into null. Not here: what a figure is worth
/// (`scoring`).
@NullMarked
package de.aktienanalyse.analyse.indicators;

import org.jspecify.annotations.NullMarked;
