/// Keeps Redis small: cuts from the streams what every group has taken and no browser can ask for
/// any more.
///
/// Hears and says nothing. Not here: what the database forgets (bus).
@NullMarked
package de.aktienanalyse.eventbus.trimming;

import org.jspecify.annotations.NullMarked;
