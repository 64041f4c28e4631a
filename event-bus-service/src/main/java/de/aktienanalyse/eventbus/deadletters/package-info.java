/// What groups could not take: shown from the copies that the services keep in Redis, mended by
/// instructions to the service that has the rows.
///
/// Says no events. Not here: the rows themselves and carrying instructions out (bus).
@NullMarked
package de.aktienanalyse.eventbus.deadletters;

import org.jspecify.annotations.NullMarked;
