package de.aktienanalyse.orchestrator;

import de.aktienanalyse.events.StockEvent.Recommendation;
import de.aktienanalyse.orchestrator.picture.Share;
import de.aktienanalyse.orchestrator.picture.SystemPicture;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// Pictures as the tests need them.
public final class Shares {

    private Shares() {}

    public static Share held(
            String symbol, String score, String confidence, String returnPercent, int rank) {
        return new Share(
                symbol,
                new BigDecimal(score),
                new BigDecimal(confidence),
                Recommendation.HOLD,
                new BigDecimal(returnPercent),
                new BigDecimal("0.1"),
                rank,
                true);
    }

    public static Share free(String symbol, String score, String confidence) {
        return new Share(
                symbol,
                new BigDecimal(score),
                new BigDecimal(confidence),
                Recommendation.BUY,
                null,
                null,
                null,
                false);
    }

    public static Share rated(Share share, Recommendation recommendation) {
        return new Share(
                share.symbol(),
                share.score(),
                share.confidence(),
                recommendation,
                share.returnPercent(),
                share.weight(),
                share.rank(),
                share.held());
    }

    public static SystemPicture picture(Share... shares) {
        return new SystemPicture(
                Instant.parse("2025-01-25T16:00:00Z"), "depot-1", List.of(shares), List.of());
    }
}
