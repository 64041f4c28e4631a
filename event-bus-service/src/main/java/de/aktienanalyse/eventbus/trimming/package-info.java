/// Keeps Redis small: cuts from the streams what every group has taken and no browser can ask for
/// any more.
///
/// A group that lags too long is left behind, which is said as an alert, and gets what it misses
/// from the journal. Not here: what the database forgets (bus).
@NullMarked
package de.aktienanalyse.eventbus.trimming;

import org.jspecify.annotations.NullMarked;
