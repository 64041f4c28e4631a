/// What clients and gateway say to each other: spec part 1.1, as JSON.
///
/// Reads a text into a [ClientMessage] or a [BadMessage], writes a [ServerMessage]. Pure. Not here:
/// what is done about it ([de.aktienanalyse.gateway.conversation]).
@NullMarked
package de.aktienanalyse.gateway.protocol;

import org.jspecify.annotations.NullMarked;
