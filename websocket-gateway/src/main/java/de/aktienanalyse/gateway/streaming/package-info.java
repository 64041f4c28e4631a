/// The event stream for those whose network lets no WebSocket through: by SSE and by long-poll.
///
/// Each client is a connection like a socket's, with the same subscriptions, queue, conflation,
/// resume and bounds; only what the frames become on the way is different.
@NullMarked
package de.aktienanalyse.gateway.streaming;

import org.jspecify.annotations.NullMarked;
