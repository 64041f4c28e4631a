package de.aktienanalyse.gateway.frames;

/// Why a connection ends. The number tells the client whether to come back.
public enum CloseCode {
    NORMAL(1000),
    /// The gateway stops: reconnect with jitter.
    GOING_AWAY(1001),
    PROTOCOL_ERROR(1002),
    /// Binary messages: this protocol is text.
    UNSUPPORTED(1003),
    INVALID_UTF8(1007),
    /// Speaks another language: not to come back as it is.
    POLICY(1008),
    TOO_BIG(1009),
    INTERNAL(1011),
    /// The client reads too slowly: reconnect and resume.
    SLOW(1013),
    /// Nothing came from the client for too long, not even a pong.
    SILENT(4000),
    /// The session or token is over.
    LOG_IN_AGAIN(4401),
    /// Kept asking for what it may not.
    FORBIDDEN(4403),
    TOO_MANY(4429);

    private final int number;

    CloseCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /// Whether a peer may send this code (RFC 6455 §7.4): those that only stand for the absence of
    /// one may not.
    static boolean mayBeSent(int code) {
        return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006)
                || (code >= 3000 && code <= 4999);
    }
}
