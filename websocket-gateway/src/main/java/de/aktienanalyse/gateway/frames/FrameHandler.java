package de.aktienanalyse.gateway.frames;

/// What comes out of a [FrameParser].
public interface FrameHandler {
    /// A whole text message, its fragments put together.
    void onText(String text);

    void onPing(byte[] payload);

    void onPong(byte[] payload);

    /// The last thing that comes.
    ///
    /// @param code 1005 when the client gave none
    void onClose(int code, String reason);
}
