package de.aktienanalyse.orchestrator.correlation;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;

import de.aktienanalyse.orchestrator.correlation.Correlations.Coefficient;
import de.aktienanalyse.orchestrator.picture.Share;
import de.aktienanalyse.orchestrator.picture.SystemPicture;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Puts scores against what the depot made of them.
public final class Correlation {

    /// By the depot's own ranking; where it has none by return, then by score.
    private static final Comparator<Share> WORST_FIRST =
            comparing(Share::rank, nullsLast(reverseOrder()))
                    .thenComparing(Share::returnPercent, nullsLast(naturalOrder()))
                    .thenComparing(Share::score, nullsLast(naturalOrder()))
                    .thenComparing(Share::symbol);

    private static final Comparator<Share> BEST_SCORE_FIRST =
            comparing(Share::score, nullsLast(reverseOrder()))
                    .thenComparing(Share::confidence, nullsLast(reverseOrder()))
                    .thenComparing(Share::symbol);

    private Correlation() {}

    public static Correlations of(SystemPicture picture) {
        List<Share> holdings =
                picture.shares().stream().filter(Share::held).sorted(WORST_FIRST).toList();
        Share worst =
                holdings.stream().filter(share -> share.score() != null).findFirst().orElse(null);
        List<Share> candidates =
                picture.shares().stream()
                        .filter(share -> !share.held() && share.score() != null)
                        .sorted(BEST_SCORE_FIRST)
                        .toList();
        return new Correlations(
                againstScore(holdings, Share::returnPercent),
                againstScore(holdings, Correlation::standing),
                worst,
                holdings,
                candidates);
    }

    /// Rank 1 is the best, so a higher standing is a smaller rank.
    private static @Nullable BigDecimal standing(Share share) {
        Integer rank = share.rank();
        return rank == null ? null : BigDecimal.valueOf(-rank);
    }

    private static Coefficient againstScore(
            List<Share> holdings, Function<Share, @Nullable BigDecimal> figure) {
        List<BigDecimal> scores = new ArrayList<>();
        List<BigDecimal> figures = new ArrayList<>();
        for (Share share : holdings) {
            BigDecimal score = share.score();
            BigDecimal value = figure.apply(share);
            if (score != null && value != null) {
                scores.add(score);
                figures.add(value);
            }
        }
        return new Coefficient(SpearmanRank.of(scores, figures), scores.size());
    }
}
