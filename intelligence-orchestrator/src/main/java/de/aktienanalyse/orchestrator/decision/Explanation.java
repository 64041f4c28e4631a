package de.aktienanalyse.orchestrator.decision;

import de.aktienanalyse.orchestrator.picture.Share;
import java.math.BigDecimal;
import java.util.Locale;

/// A decision in the owner's language, with the figures that led to it.
final class Explanation {

    private Explanation() {}

    static String ofSale(Share holding, BigDecimal score, BigDecimal confidence) {
        return "Verkauf von %s empfohlen: Bewertung nur %s von 20 mit Urteil SELL%s, Konfidenz %s."
                .formatted(
                        holding.symbol(), points(score), standing(holding), asPercent(confidence));
    }

    static String ofReduction(
            Share holding, BigDecimal score, BigDecimal earned, BigDecimal confidence) {
        return "%s verringern: Bewertung nur %s von 20 und bisher %s Rendite, Konfidenz %s."
                .formatted(holding.symbol(), points(score), percent(earned), asPercent(confidence));
    }

    static String ofFirstImport(Share share, BigDecimal score, BigDecimal confidence) {
        return "%s aufnehmen: Bewertung %s von 20, Konfidenz %s; das Depot hält noch keine Aktie."
                .formatted(share.symbol(), points(score), asPercent(confidence));
    }

    static String ofImport(
            Share share, BigDecimal score, Share worst, BigDecimal lead, BigDecimal confidence) {
        return "%s aufnehmen: Bewertung %s von 20, das sind %s Punkte mehr als die schwächste Position %s%s; Konfidenz %s."
                .formatted(
                        share.symbol(),
                        points(score),
                        points(lead),
                        worst.symbol(),
                        standing(worst),
                        asPercent(confidence));
    }

    /// ` (Rang 7, Rendite -8,2 %)`, or nothing when neither is known.
    private static String standing(Share holding) {
        Integer rank = holding.rank();
        BigDecimal earned = holding.returnPercent();
        if (rank == null && earned == null) {
            return "";
        }
        return " (%s%s%s)"
                .formatted(
                        rank == null ? "" : "Rang " + rank,
                        rank != null && earned != null ? ", " : "",
                        earned == null ? "" : "Rendite " + percent(earned));
    }

    private static String points(BigDecimal value) {
        return String.format(Locale.GERMANY, "%.1f", value);
    }

    private static String percent(BigDecimal value) {
        return String.format(Locale.GERMANY, "%.1f %%", value);
    }

    private static String asPercent(BigDecimal value) {
        return String.format(Locale.GERMANY, "%.0f %%", value.movePointRight(2));
    }
}
