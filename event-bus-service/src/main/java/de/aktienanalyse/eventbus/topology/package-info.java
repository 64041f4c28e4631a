/// Who says and hears what, as declared in the flows and as seen on the bus.
///
/// Reads what every service announces. Not here: who shall get what (routing).
@NullMarked
package de.aktienanalyse.eventbus.topology;

import org.jspecify.annotations.NullMarked;
