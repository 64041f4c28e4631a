/// How much one client, address or user may ask for.
///
/// Not here: what is done with one who asks for more; each door answers in its own words.
@NullMarked
package de.aktienanalyse.gateway.limits;

import org.jspecify.annotations.NullMarked;
