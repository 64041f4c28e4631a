/// Every `EVERY` event, written down once and for good, exactly as it was on the bus.
///
/// Hears all `EVERY` events; says nothing. Come here to ask what happened, when, to what and why.
/// Not here: `LATEST` and `TRANSIENT`, which nobody promised to keep.
@NullMarked
package de.aktienanalyse.eventbus.journal;

import org.jspecify.annotations.NullMarked;
