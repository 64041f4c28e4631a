/// The figures of a depot: which days count, which convention holds, and why a figure is missing.
///
/// Takes daily values (`holdings`), applies the formulas (`performance`), and gives each figure
/// with its unit, convention, period, number of observations and status. Never 0 for what cannot be
/// computed. Hears and says nothing. Not here: when they are said (`announcement`).
@NullMarked
package de.aktienanalyse.auswertung.figures;

import org.jspecify.annotations.NullMarked;
