package de.aktienanalyse.eventbus.redis;

/// @param maxBytes 0: no limit
public record RedisMemory(String version, long usedBytes, long maxBytes) {}
