/// Where orders are carried out: the port, and the paper broker that fills from recorded or live
/// bars.
///
/// Hears and says nothing itself; `orders` asks it. Knows no cash, no positions and no database. A
/// broker elsewhere (One Trading) is another [Broker] here: it sends after the commit, and its
/// fills come in on its own connection rather than by bars.
@NullMarked
package de.aktienanalyse.verwaltung.broker;

import org.jspecify.annotations.NullMarked;
