package de.aktienanalyse.orchestrator.decision;

import de.aktienanalyse.events.CrossSystemEvent.Action;
import de.aktienanalyse.events.CrossSystemEvent.AnalysisResults;
import java.math.BigDecimal;

/// One recommendation with what led to it.
///
/// @param triggerType the rule that decided
/// @param reason why, as a code: `outperforms_worst_position`
/// @param confidence 0..1
/// @param figures what the rule looked at
/// @param explanation the reason with its figures, in German, for the owner
public record Decision(
        Action action,
        String symbol,
        String triggerType,
        String reason,
        BigDecimal confidence,
        AnalysisResults figures,
        String explanation) {

    Subject about() {
        return new Subject(action, symbol);
    }

    /// What a cool-down is for.
    record Subject(Action action, String symbol) {}
}
