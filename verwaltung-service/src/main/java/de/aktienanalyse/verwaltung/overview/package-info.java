/// What `get_portfolio` answers: depot, cash, buying power and watchlist in one picture.
///
/// Hears and says nothing of its own. Not here: figures about returns and risk (auswertung).
@NullMarked
package de.aktienanalyse.verwaltung.overview;

import org.jspecify.annotations.NullMarked;
