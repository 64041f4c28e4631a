package de.aktienanalyse.auswertung.ranking;

import de.aktienanalyse.auswertung.holdings.Holding;
import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A holding and its place in the depot; 1 is the best.
///
/// @param returnPercent unrealised, in percent of cost; null without a price or a cost
/// @param weight share of the depot's worth, 0..1
/// @param score 0..20 of the newest analysis; null when there was none, likewise `recommendation`
/// @param returnRank place by return; null without a return, likewise `score_rank`
/// @param rank place by both together
public record RankedHolding(
        Holding holding,
        @Nullable BigDecimal returnPercent,
        @Nullable BigDecimal weight,
        @Nullable BigDecimal score,
        @Nullable Recommendation recommendation,
        @Nullable Integer returnRank,
        @Nullable Integer scoreRank,
        int rank) {

    public String symbol() {
        return holding.symbol();
    }
}
