package de.aktienanalyse.gateway.channels;

import java.util.function.Consumer;

/// The spec's channels beside the bus.
public interface PlainChannels {
    /// Ready-made browser messages, spec part 3.1.
    String WEBSOCKET = "aktienanalyse:events:websocket";

    /// A copy of every user command, spec part 1.1.
    String USER_COMMANDS = "aktienanalyse:events:user_commands";

    /// @param relay called for each ready-made message on the thread that reads it: hands over,
    ///   does not work. Set before the application has started
    void onReadyMade(Consumer<byte[]> relay);

    /// Tells whoever listens that a command came in. Never fails, never waits, may be lost.
    void tellUserCommand(byte[] json);
}
