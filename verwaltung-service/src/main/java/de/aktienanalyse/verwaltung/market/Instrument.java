package de.aktienanalyse.verwaltung.market;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A share as the feed has shown it so far.
///
/// @param currency ISO 4217; null when the feed does not know it
/// @param price newest price known, in currency
/// @param marketTime when that price was made at its market; the end of the newest bar known
/// @param openKnown whether the newest bar had an open; else only closes are known
/// @param volumeKnown whether the newest bar had a volume
public record Instrument(
        String symbol,
        @Nullable String isin,
        @Nullable String name,
        @Nullable String currency,
        BigDecimal price,
        Instant marketTime,
        boolean openKnown,
        boolean volumeKnown) {

    Instrument at(BigDecimal newPrice, Instant time, @Nullable String knownName) {
        return new Instrument(
                symbol, isin, knownName, currency, newPrice, time, openKnown, volumeKnown);
    }
}
