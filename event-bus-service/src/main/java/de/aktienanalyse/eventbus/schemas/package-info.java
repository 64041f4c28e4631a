/// What messages look like: every version of every schema that was ever shipped, and whether a new
/// one would break its readers.
///
/// Says and hears nothing. Not here: generating schemas (shared-events' tests).
@NullMarked
package de.aktienanalyse.eventbus.schemas;

import org.jspecify.annotations.NullMarked;
