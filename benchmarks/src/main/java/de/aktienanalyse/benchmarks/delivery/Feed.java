package de.aktienanalyse.benchmarks.delivery;

/// Where fills, and prices if the server knows them, are said for a server's clients.
interface Feed extends AutoCloseable {
    /// As fast as it goes, without a time.
    void burst(int count);

    /// By plan: what comes late does not move the next, and its lateness counts.
    void say(double eventsPerSecond, double valuesPerSecond, double seconds);

    @Override
    void close();
}
