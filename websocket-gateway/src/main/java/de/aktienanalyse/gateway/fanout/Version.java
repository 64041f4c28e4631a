package de.aktienanalyse.gateway.fanout;

import java.time.Instant;

/// When a value of which only the newest counts was said, and by that which of two is the newer.
///
/// @param counter for what was said within one millisecond
record Version(Instant saidAt, long counter) {

    boolean isNewerThan(Version other) {
        // As the bus compares: it knows milliseconds.
        int later = Long.compare(saidAt.toEpochMilli(), other.saidAt.toEpochMilli());
        return later > 0 || (later == 0 && counter > other.counter);
    }
}
