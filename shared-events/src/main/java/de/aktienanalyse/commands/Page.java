package de.aktienanalyse.commands;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param nextCursor ask with it for the next page; null on the last one
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 500;

    public Page {
        items = List.copyOf(items);
    }

    /// The asked-for size, brought into 1..500.
    public static int limit(@Nullable Integer asked) {
        return asked == null ? DEFAULT_LIMIT : Math.clamp(asked, 1, MAX_LIMIT);
    }
}
