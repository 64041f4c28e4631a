/// REST for those without a socket: the same commands through the same desk.
///
/// Not here: the event stream for such clients (SSE and long-poll, issue 5).
@NullMarked
package de.aktienanalyse.gateway.rest;

import org.jspecify.annotations.NullMarked;
