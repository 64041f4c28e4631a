package de.aktienanalyse.orchestrator.picture;

import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What the modules together know of one share. A figure that no module knows is null.
///
/// @param score 0 (worst) .. 20 (best)
/// @param confidence of the score, 0..1
/// @param returnPercent since purchase, in percent
/// @param weight of the depot's value, 0..1
/// @param rank in the depot, 1 is the best holding
/// @param held whether the depot holds it
public record Share(
        String symbol,
        @Nullable BigDecimal score,
        @Nullable BigDecimal confidence,
        @Nullable Recommendation recommendation,
        @Nullable BigDecimal returnPercent,
        @Nullable BigDecimal weight,
        @Nullable Integer rank,
        boolean held) {}
