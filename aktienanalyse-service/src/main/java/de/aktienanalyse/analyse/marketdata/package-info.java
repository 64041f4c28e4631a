/// Keeps bars and says them: from the feed into the history, and on to the bus.
///
/// *Hears* the feed; get_price_history. *Says* BarClosed and PriceUpdated. A bar is stored and said
/// in one transaction and never said twice, whatever is restarted. Not here: what a bar means
/// (`scoring`).
@NullMarked
package de.aktienanalyse.analyse.marketdata;

import org.jspecify.annotations.NullMarked;
