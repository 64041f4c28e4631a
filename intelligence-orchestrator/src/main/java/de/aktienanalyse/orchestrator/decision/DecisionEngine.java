package de.aktienanalyse.orchestrator.decision;

import static java.util.Objects.requireNonNull;

import de.aktienanalyse.events.CrossSystemEvent.Action;
import de.aktienanalyse.events.CrossSystemEvent.AnalysisResults;
import de.aktienanalyse.events.StockEvent.Recommendation;
import de.aktienanalyse.orchestrator.correlation.Correlations;
import de.aktienanalyse.orchestrator.picture.Share;
import de.aktienanalyse.orchestrator.picture.SystemPicture;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rules. Pure: picture and correlations in, decisions out.
///
/// 1. Without the scores or without the depot nothing is decided: a guess is worse than silence.
/// 2. A holding rated SELL with a score at or below `sellScore` is to be sold.
/// 3. A holding with a score at or below `reduceScore` that has lost money is to be reduced.
/// 4. A share that is not held, not rated SELL, has at least `importScore` and beats the worst
///    position by `importLead` points is to be imported, the best first; into an empty depot from
///    `emptyDepotScore` on.
/// 5. The confidence is that of the score. Where scores and returns of at least
///    `distrustObservations` holdings run against each other (ρ < 0) it is multiplied by 1 + ρ.
///    Below `minimumConfidence` nothing is said.
/// 6. What was said within the cool-down is not said again.
final class DecisionEngine {
    private final DecisionRules rules;

    DecisionEngine(DecisionRules rules) {
        this.rules = rules;
    }

    /// @param recent what was recommended within the cool-down
    /// @return what to recommend now: sales, reductions, then imports
    List<Decision> decide(
            SystemPicture picture, Correlations correlations, Set<Decision.Subject> recent) {
        if (!picture.hasAnswerOf(SystemPicture.ANALYSIS)
                || !picture.hasAnswerOf(SystemPicture.DEPOT)) {
            return List.of();
        }
        BigDecimal trust = trust(correlations);
        List<Decision> decisions = new ArrayList<>();
        for (Share holding : correlations.holdings()) {
            review(holding, trust).filter(found -> isNews(found, recent)).ifPresent(decisions::add);
        }
        correlations.candidates().stream()
                .flatMap(share -> consider(share, correlations, trust).stream())
                .filter(found -> isNews(found, recent))
                .limit(rules.importsPerRound())
                .forEach(decisions::add);
        return decisions;
    }

    private Optional<Decision> review(Share holding, BigDecimal trust) {
        BigDecimal score = holding.score();
        BigDecimal confidence = confidence(holding, trust);
        if (score == null || confidence == null) {
            return Optional.empty();
        }
        AnalysisResults figures =
                new AnalysisResults(score, holding.returnPercent(), holding.rank());
        if (score.compareTo(rules.sellScore()) <= 0
                && holding.recommendation() == Recommendation.SELL) {
            return Optional.of(
                    new Decision(
                            Action.SELL,
                            holding.symbol(),
                            "holding_review",
                            "weak_score_rated_sell",
                            confidence,
                            figures,
                            Explanation.ofSale(holding, score, confidence)));
        }
        BigDecimal earned = holding.returnPercent();
        if (score.compareTo(rules.reduceScore()) <= 0 && earned != null && earned.signum() < 0) {
            return Optional.of(
                    new Decision(
                            Action.REDUCE,
                            holding.symbol(),
                            "holding_review",
                            "weak_score_and_loss",
                            confidence,
                            figures,
                            Explanation.ofReduction(holding, score, earned, confidence)));
        }
        return Optional.empty();
    }

    private Optional<Decision> consider(Share share, Correlations correlations, BigDecimal trust) {
        BigDecimal score = requireNonNull(share.score());
        BigDecimal confidence = confidence(share, trust);
        if (confidence == null || share.recommendation() == Recommendation.SELL) {
            return Optional.empty();
        }
        if (correlations.holdings().isEmpty()) {
            return score.compareTo(rules.emptyDepotScore()) < 0
                    ? Optional.empty()
                    : Optional.of(
                            toImport(
                                    share.symbol(),
                                    "strong_share_for_empty_depot",
                                    confidence,
                                    new AnalysisResults(score, null, null),
                                    Explanation.ofFirstImport(share, score, confidence)));
        }
        Share worst = correlations.worstPosition();
        if (worst == null || score.compareTo(rules.importScore()) < 0) {
            return Optional.empty();
        }
        BigDecimal lead = score.subtract(requireNonNull(worst.score()));
        if (lead.compareTo(rules.importLead()) < 0) {
            return Optional.empty();
        }
        return Optional.of(
                toImport(
                        share.symbol(),
                        "outperforms_worst_position",
                        confidence,
                        new AnalysisResults(score, worst.returnPercent(), worst.rank()),
                        Explanation.ofImport(share, score, worst, lead, confidence)));
    }

    private static Decision toImport(
            String symbol,
            String reason,
            BigDecimal confidence,
            AnalysisResults figures,
            String explanation) {
        return new Decision(
                Action.AUTO_IMPORT,
                symbol,
                "performance_comparison",
                reason,
                confidence,
                figures,
                explanation);
    }

    /// How far scores can be trusted in this depot, 0..1.
    private BigDecimal trust(Correlations correlations) {
        Correlations.Coefficient coefficient = correlations.scoreAgainstReturn();
        BigDecimal rho = coefficient.rho();
        boolean misleading =
                rho != null
                        && rho.signum() < 0
                        && coefficient.observations() >= rules.distrustObservations();
        return misleading ? BigDecimal.ONE.add(requireNonNull(rho)) : BigDecimal.ONE;
    }

    /// Null when it is unknown or not enough.
    private @Nullable BigDecimal confidence(Share share, BigDecimal trust) {
        BigDecimal known = share.confidence();
        if (known == null) {
            return null;
        }
        BigDecimal confidence = known.multiply(trust).setScale(4, RoundingMode.HALF_EVEN);
        return confidence.compareTo(rules.minimumConfidence()) < 0 ? null : confidence;
    }

    private static boolean isNews(Decision decision, Set<Decision.Subject> recent) {
        return !recent.contains(decision.about());
    }
}
