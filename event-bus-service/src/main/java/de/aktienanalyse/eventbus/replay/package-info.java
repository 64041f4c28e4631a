/// Tells one group or one browser again what the journal has.
///
/// Puts events into the group's replay stream, or ready-made messages on the browsers' channel. Not
/// here: taking them (bus, gateway), and refusing them where they would trade or notify (bus).
@NullMarked
package de.aktienanalyse.eventbus.replay;

import org.jspecify.annotations.NullMarked;
