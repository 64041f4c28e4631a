package de.aktienanalyse.bus;

import org.jspecify.annotations.Nullable;

/// Which of two values of one `LATEST` key is the newer: the part of its position behind `latest@`.
///
/// @param ms when it was said
/// @param counter of whoever said it, for what was said within one millisecond
public record LatestVersion(long ms, long counter) implements Comparable<LatestVersion> {
    static final String PREFIX = "latest@";

    /// Null for what is no position of a `LATEST` value.
    public static @Nullable LatestVersion of(@Nullable String position) {
        if (position == null || !position.startsWith(PREFIX)) {
            return null;
        }
        int dash = position.indexOf('-', PREFIX.length());
        try {
            return dash < 0
                    ? null
                    : new LatestVersion(
                            Long.parseLong(position, PREFIX.length(), dash, 10),
                            Long.parseLong(position, dash + 1, position.length(), 10));
        } catch (NumberFormatException _) {
            return null;
        }
    }

    @Override
    public int compareTo(LatestVersion other) {
        return ms == other.ms ? Long.compare(counter, other.counter) : Long.compare(ms, other.ms);
    }
}
