package de.aktienanalyse.benchmarks.browser;

import java.util.List;

/// How a client of a server says what it wants, where it left, and how it reads what it gets.
public interface Protocol {
    String path();

    /// What to send right after the handshake.
    ///
    /// @param memory what the client remembers of its earlier connections
    List<String> opening(Memory memory);

    /// One text message: `bytes` from `from`, `to` exclusive.
    void read(byte[] bytes, int from, int to, Listener listener);

    /// Who gets what a message says.
    interface Listener {
        Memory memory();

        Reception reception();

        void say(String text);

        /// All that was missed has come; from now on it is live.
        void live();

        /// An event, planned to be said at `stamp`.
        void event(int subject, long n, long stamp);
    }
}
