package de.aktienanalyse.orchestrator.decision;

import java.math.BigDecimal;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The figures in the rules of [DecisionEngine]. Scores are 0..20, confidences 0..1.
///
/// @param minimumConfidence below it nothing is recommended
/// @param importScore the least score of a share to import
/// @param importLead by how many points it must beat the worst position
/// @param emptyDepotScore the least score of a share to import when nothing is held
/// @param importsPerRound how many imports one round may recommend
/// @param sellScore a holding at or below it, rated SELL, is to be sold
/// @param reduceScore a holding at or below it that has lost money is to be reduced
/// @param distrustObservations from how many scored holdings on a negative correlation of score and
///   return lowers the confidence
/// @param cooldown how long the same action is not recommended again for the same share
@ConfigurationProperties("aktien.decision")
public record DecisionRules(
        @DefaultValue("0.5") BigDecimal minimumConfidence,
        @DefaultValue("12") BigDecimal importScore,
        @DefaultValue("3") BigDecimal importLead,
        @DefaultValue("15") BigDecimal emptyDepotScore,
        @DefaultValue("1") int importsPerRound,
        @DefaultValue("5") BigDecimal sellScore,
        @DefaultValue("8") BigDecimal reduceScore,
        @DefaultValue("8") int distrustObservations,
        @DefaultValue("1h") Duration cooldown) {
    public DecisionRules {
        if (minimumConfidence.signum() < 0 || minimumConfidence.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(
                    "aktien.decision.minimum-confidence must be between 0 and 1");
        }
        if (sellScore.compareTo(reduceScore) > 0) {
            throw new IllegalArgumentException(
                    "aktien.decision.sell-score must not be above reduce-score");
        }
        if (cooldown.isNegative()) {
            throw new IllegalArgumentException("aktien.decision.cooldown must not be negative");
        }
    }
}
