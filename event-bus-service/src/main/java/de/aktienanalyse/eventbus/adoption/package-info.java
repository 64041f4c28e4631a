/// The doors for other languages: a plain `PUBLISH` or an entry of the inbox stream becomes an
/// event like any other, once.
///
/// Hears what has no position yet; says it again under its own id, source and time. What cannot be
/// an event goes into the [Quarantine] with the reason. Not here: what adopted events bring about.
@NullMarked
package de.aktienanalyse.eventbus.adoption;

import org.jspecify.annotations.NullMarked;
