package de.aktienanalyse.bus;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// What every part of the bus uses.
///
/// @param line runs one task at a time, in order
record BusParts(
        RedisLink redis,
        EventCodec codec,
        Clock clock,
        RandomGenerator random,
        BusMetrics metrics,
        Executor line,
        Traces traces) {

    BusParts(
            RedisLink redis,
            EventCodec codec,
            Clock clock,
            RandomGenerator random,
            BusMetrics metrics,
            Executor line) {
        this(redis, codec, clock, random, metrics, line, Traces.none());
    }
}
