package de.aktienanalyse.benchmarks.browser;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client takes along from one connection to the next.
public final class Memory {
    /// Where it left, by partition, channel or whatever the server counts by.
    final Map<String, String> positions = new HashMap<>();

    @Nullable String token;

    /// Set by the opening, counted down by confirmations.
    int awaited;

    boolean isEmpty() {
        return positions.isEmpty();
    }
}
