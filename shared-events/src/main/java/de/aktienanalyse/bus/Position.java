package de.aktienanalyse.bus;

import org.jspecify.annotations.Nullable;

/// Where the bus keeps an `EVERY` event: `<family>.<p>@<epoch>-<sequence>`, which is also the id of
/// its stream entry.
///
/// @param partition `<family>.<p>`
/// @param epoch 0 together with sequence 0: before everything
public record Position(String partition, long epoch, long sequence) {

    /// Null when it is none, `latest@…` and `-` among them.
    public static @Nullable Position parse(String text) {
        int at = text.indexOf('@');
        int dash = text.lastIndexOf('-');
        if (at <= 0 || dash <= at + 1 || text.startsWith("latest@")) {
            return null;
        }
        long epoch = number(text, at + 1, dash);
        long sequence = number(text, dash + 1, text.length());
        return epoch < 0 || sequence < 0
                ? null
                : new Position(text.substring(0, at), epoch, sequence);
    }

    private static long number(String text, int from, int to) {
        if (from == to || to - from > 18) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    public static Position start(String partition) {
        return new Position(partition, 0, 0);
    }

    /// Whether it lies behind `other` of the same partition.
    public boolean isAfter(Position other) {
        return epoch == other.epoch ? sequence > other.sequence : epoch > other.epoch;
    }

    public String entryId() {
        return epoch + "-" + sequence;
    }

    @Override
    public String toString() {
        return partition + "@" + epoch + "-" + sequence;
    }
}
