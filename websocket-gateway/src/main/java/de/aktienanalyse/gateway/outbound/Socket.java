package de.aktienanalyse.gateway.outbound;

import java.nio.ByteBuffer;

/// The way to one client.
public interface Socket {
    enum Result {
        /// All is written; the buffer is free.
        WRITTEN,
        /// The socket took the buffer and tells when it is written.
        PENDING,
        /// The connection is dead.
        FAILED
    }

    /// Writes all of `bytes` without waiting. Not called again while a write is pending.
    ///
    /// @param done called on any thread, once, when the result was `PENDING`
    Result write(ByteBuffer bytes, Done done);

    /// Ends the connection at once, whatever is pending.
    void terminate();

    @FunctionalInterface
    interface Done {
        /// @param written false when the connection is dead
        void done(boolean written);
    }
}
