/// RFC 6455 on bytes: reads what clients send, writes what they get.
///
/// Hears bytes, says messages or a [ProtocolViolation]. Pure: no sockets, no JSON. Not here: the
/// handshake ([de.aktienanalyse.gateway.handshake]) and when something is written
/// ([de.aktienanalyse.gateway.outbound]).
@NullMarked
package de.aktienanalyse.gateway.frames;

import org.jspecify.annotations.NullMarked;
