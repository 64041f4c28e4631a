package de.aktienanalyse.verwaltung.watchlist;

import com.fasterxml.jackson.annotation.JsonProperty;
import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A share on the watchlist, with the newest analysis of it.
///
/// @param reason why it was put there
/// @param score 0..20; null while no analysis was heard
/// @param asOf market time of that analysis
/// @param orderId the order that came of it; null without one
/// @param note why no order came of it, when automatic orders are on
public record WatchlistEntry(
        String symbol,
        Source source,
        String reason,
        @Nullable BigDecimal score,
        @Nullable BigDecimal confidence,
        @Nullable Recommendation recommendation,
        @Nullable Instant asOf,
        Instant addedAt,
        @Nullable String orderId,
        @Nullable String note) {

    /// Who put it there.
    public enum Source {
        @JsonProperty("analysis")
        ANALYSIS,
        @JsonProperty("intelligence")
        INTELLIGENCE
    }
}
