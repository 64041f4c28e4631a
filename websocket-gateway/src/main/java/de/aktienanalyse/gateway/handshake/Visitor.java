package de.aktienanalyse.gateway.handshake;

/// What one client says, in order. Called by one thread at a time, which must not wait.
public interface Visitor {
    void said(String text);

    /// Sent a frame of any kind, also a ping.
    ///
    /// @return false when it sends too many: the frame is to be ignored
    boolean mayGoOn();
}
