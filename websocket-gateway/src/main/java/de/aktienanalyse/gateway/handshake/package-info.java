/// The door: an HTTP request becomes a WebSocket on Tomcat's own port.
///
/// The request passes the whole Spring chain first, so whoever may not come in never gets a socket.
/// Then Tomcat hands over the socket itself, since its WebSocket layer writes one message per
/// system call. Until then it is a guest ([de.aktienanalyse.gateway.handshake.Guests]). Not here:
/// what clients say ([de.aktienanalyse.gateway.conversation]).
@NullMarked
package de.aktienanalyse.gateway.handshake;

import org.jspecify.annotations.NullMarked;
