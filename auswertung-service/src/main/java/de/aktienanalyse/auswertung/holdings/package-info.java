/// What is held and what it was worth on each day, folded from what was heard and from nothing
/// else.
///
/// Hears executions, cash flows, corrections of positions and closed bars. Each is stored as a fact
/// first; the daily values are folded from the facts, so neither the order between event families
/// nor a repeat can change them. Says nothing. Not here: returns and ratios (`performance`), the
/// depot's own books (verwaltung).
@NullMarked
package de.aktienanalyse.auswertung.holdings;

import org.jspecify.annotations.NullMarked;
