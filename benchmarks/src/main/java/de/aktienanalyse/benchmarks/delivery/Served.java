package de.aktienanalyse.benchmarks.delivery;

/// A server's process.
interface Served extends AutoCloseable {
    int port();

    /// Until it can serve.
    Served start();

    /// SIGTERM, until it has ended.
    void stop();

    void kill();

    @Override
    void close();
}
