package de.aktienanalyse.eventbus.redis;

/// @param maxBytes 0: no limit
public record RedisMemory(String version, long usedBytes, long maxBytes) {
    /// Which share of it is used; without a limit none.
    double filled() {
        return maxBytes == 0 ? 0 : (double) usedBytes / maxBytes;
    }
}
