package de.aktienanalyse.eventbus.trimming;

import java.util.Comparator;

/// The id of a stream entry, `<epoch>-<sequence>`.
record StreamPosition(long epoch, long sequence) implements Comparable<StreamPosition> {
    private static final Comparator<StreamPosition> ORDER =
            Comparator.comparingLong(StreamPosition::epoch)
                    .thenComparingLong(StreamPosition::sequence);

    static StreamPosition of(String id) {
        int dash = id.indexOf('-');
        return dash < 0
                ? new StreamPosition(Long.parseLong(id), 0)
                : new StreamPosition(
                        Long.parseLong(id.substring(0, dash)),
                        Long.parseLong(id.substring(dash + 1)));
    }

    /// The first id behind this one.
    StreamPosition next() {
        return new StreamPosition(epoch, sequence + 1);
    }

    /// The last id before this one.
    StreamPosition previous() {
        if (sequence > 0) {
            return new StreamPosition(epoch, sequence - 1);
        }
        return epoch > 0 ? new StreamPosition(epoch - 1, Long.MAX_VALUE) : new StreamPosition(0, 0);
    }

    /// This many entries earlier in the same epoch; its begin when there are not so many.
    StreamPosition minus(long entries) {
        return new StreamPosition(epoch, Math.max(0, sequence - entries));
    }

    static StreamPosition min(StreamPosition a, StreamPosition b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    static StreamPosition max(StreamPosition a, StreamPosition b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    @Override
    public int compareTo(StreamPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return epoch + "-" + sequence;
    }
}
