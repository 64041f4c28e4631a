package de.aktienanalyse.gateway.outbound;

/// How frames look on the way of one connection. Queue, conflation, bounds and resume are the same
/// for all ways.
///
/// A way that is no WebSocket (SSE, long-poll) opens a connection so:
///
/// 1. `new Connection(id, address, name, socket, writer, wire)` with a [Socket] that writes the
///    bytes it is given without waiting (a thread of its own that writes and then calls `done`),
///    and a `Wire` that turns frames into its format:
///    [de.aktienanalyse.gateway.frames.Frames#isText] tells messages from control frames,
///    `Frames.textOf` is the JSON; an empty array leaves a frame out.
/// 2. `writer.welcome(connection)`, then `fanout.subscribe(connection, wish, …)` with the positions
///    of `Last-Event-ID`: the confirmation, the missed messages, `resumed` or `gap`, and what is
///    live come through the socket, in that order. `fanout.tellPositions(connection, …)` puts a
///    message with the current positions behind all that was said, which ends a long-poll.
/// 3. `connection.heard()` as long as the client is there (nothing comes from it that would show
///    it), `connection.left()` when it is gone. When the gateway ends it, the socket gets the close
///    frame (a control frame) and then `terminate()`.
@FunctionalInterface
public interface Wire {
    Wire WEBSOCKET = frame -> frame;

    /// Called on the writer's thread, in the order in which the result is written.
    ///
    /// @param frame a whole WebSocket frame of a server; not to be changed
    byte[] of(byte[] frame);
}
