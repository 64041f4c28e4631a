package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.stage.Child;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/// A server to be measured.
///
/// @param fair a load under which it works well and its code becomes warm, deliveries per second
/// @param settings what was set to make it as good as it can be
record Target(String name, int fair, String settings, Server server, Talk talk, Feed feed) {
    static final String TOKEN = "benchmark-token-0123456789abcdef0123456789";

    /// How it is started.
    ///
    /// @param garbage how it is told to collect its own
    record Server(
            List<String> command, Map<String, String> environment, int port, Garbage garbage) {}

    enum Garbage {
        /// It counts references, or cannot be told.
        ITSELF,
        /// On `SIGUSR2`.
        SIGNAL,
        /// A JVM, by `jcmd`.
        JCMD
    }

    /// How a client says what it wants, and what it hears.
    ///
    /// @param path of the handshake; `{n}` in it becomes a number that no other client has
    /// @param opening messages that a client sends after the handshake
    /// @param ready text in an answer after which a client is subscribed
    /// @param alone whether each message is a frame of its own and their lengths differ; else all
    ///   have one length, and a frame may hold several
    /// @param ping text by which the server asks whether the client is still there; empty when it
    ///   asks by frames of WebSocket's own, or not at all
    /// @param pong the answer
    record Talk(
            String path,
            List<String> opening,
            String ready,
            boolean alone,
            String ping,
            String pong) {
        private static final AtomicLong NEXT = new AtomicLong();

        static Talk of(String path, List<String> opening, String ready) {
            return new Talk(path, opening, ready, false, "", "");
        }

        Talk pinging(String asked, String answered) {
            return new Talk(path, opening, ready, alone, asked, answered);
        }

        Talk oneByOne() {
            return new Talk(path, opening, ready, true, ping, pong);
        }

        String nextPath() {
            return path.replace("{n}", String.valueOf(NEXT.incrementAndGet()));
        }
    }

    /// How Redis is told what the server hears.
    ///
    /// @param words of the command, all but the last
    /// @param wrap makes the last word of the JSON text
    record Feed(List<String> words, UnaryOperator<byte[]> wrap) {

        static Feed published(String channel, UnaryOperator<byte[]> wrap) {
            return new Feed(List.of("PUBLISH", channel), wrap);
        }

        static Feed published(String channel) {
            return published(channel, UnaryOperator.identity());
        }
    }

    int port() {
        return server.port();
    }

    Child child(Path dir) {
        Path log = dir.resolve(port() + ".log");
        return new Child(name, log, server.command(), server.environment());
    }
}
