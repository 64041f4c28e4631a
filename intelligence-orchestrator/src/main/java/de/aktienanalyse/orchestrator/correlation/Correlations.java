package de.aktienanalyse.orchestrator.correlation;

import de.aktienanalyse.orchestrator.picture.Share;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the depot's scores, returns and ranks go together.
///
/// @param scoreAgainstReturn whether holdings with better scores earned more
/// @param scoreAgainstRank whether holdings with better scores stand higher in the depot
/// @param worstPosition the holding that a better share would replace; null when none has a score
/// @param holdings what is held, worst first
/// @param candidates shares with a score that are not held, best first
public record Correlations(
        Coefficient scoreAgainstReturn,
        Coefficient scoreAgainstRank,
        @Nullable Share worstPosition,
        List<Share> holdings,
        List<Share> candidates) {
    public Correlations {
        holdings = List.copyOf(holdings);
        candidates = List.copyOf(candidates);
    }

    /// @param rho Spearman's, -1..1; null when it cannot be computed
    /// @param observations holdings with both figures
    public record Coefficient(@Nullable BigDecimal rho, int observations) {}
}
