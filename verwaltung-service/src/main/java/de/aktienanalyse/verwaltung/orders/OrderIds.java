package de.aktienanalyse.verwaltung.orders;

import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Order ids: UUIDv7 with a counter (RFC 9562 §6.2, method 1), so that a later order has a greater
/// id, even within a millisecond. Pages of the order history rely on that.
final class OrderIds {
    private static final int COUNTER_LIMIT = 1 << 12;

    private final Clock clock;
    private final RandomGenerator random;
    private long millis;
    private int counter;

    OrderIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    synchronized String next() {
        long now = clock.millis();
        if (now > millis) {
            millis = now;
            counter = random.nextInt(COUNTER_LIMIT / 2);
        } else if (++counter == COUNTER_LIMIT) {
            // Borrowed from the next millisecond: the order of ids matters more than their time.
            millis++;
            counter = 0;
        }
        long high = (millis << 16) | 0x7000L | counter;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
