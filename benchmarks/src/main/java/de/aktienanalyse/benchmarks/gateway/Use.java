package de.aktienanalyse.benchmarks.gateway;

/// What a server is to be good at: each is set as well as it can be for that.
enum Use {
    /// As many deliveries as it can, and no client closed because it was late for a moment.
    FAN_OUT,
    /// Clients that do not read, and must not cost the others anything.
    NEIGHBOURS,
    /// Many connections on which nothing happens.
    IDLE
}
