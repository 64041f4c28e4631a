/// Trades, prices and scores in, portfolio figures out.
@NullMarked
package de.aktienanalyse.auswertung;

import org.jspecify.annotations.NullMarked;
