package de.aktienanalyse.analyse.feeds;

import org.jspecify.annotations.Nullable;

/// What is known of a symbol beside its prices; null is unknown.
///
/// @param currency ISO 4217
public record Instrument(
        String symbol,
        @Nullable String name,
        @Nullable String isin,
        @Nullable String currency,
        Kind kind) {

    /// Only shares are scored; an index is a benchmark and cannot be bought.
    public enum Kind {
        SHARE,
        INDEX
    }

    public static Instrument unknown(String symbol) {
        return new Instrument(symbol, null, null, null, Kind.SHARE);
    }

    public boolean scored() {
        return kind == Kind.SHARE;
    }
}
