package de.aktienanalyse.auswertung.announcement;

import com.fasterxml.jackson.annotation.JsonProperty;
import de.aktienanalyse.auswertung.figures.FigureSheet;
import de.aktienanalyse.events.PortfolioEvent.RebalancingSuggestion;
import de.aktienanalyse.events.PortfolioEvent.RiskAssessment;
import de.aktienanalyse.events.PortfolioEvent.TopPerformer;
import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `get_performance` answers.
///
/// @param asOf end of the newest bar used
/// @param provisional true while the last day is running
/// @param from first day whose movement counts
/// @param totalValue shares and cash at the end of the newest day; null in several currencies
/// @param holdings as they are now, best first, whatever the period
/// @param daily at most 1500 points, the last day always among them
/// @param dailyStep every how many days there is a point, 1 = each
record PerformanceAnswer(
        String portfolioId,
        @Nullable String currency,
        @Nullable Instant asOf,
        boolean provisional,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable BigDecimal totalValue,
        BigDecimal cash,
        @Nullable RiskAssessment riskAssessment,
        FigureSheet figures,
        DrawdownDates drawdown,
        List<HoldingRow> holdings,
        List<TopPerformer> topPerformers,
        List<RebalancingSuggestion> rebalancingSuggestions,
        List<Day> daily,
        int dailyStep) {

    /// @param ttwror growth of one unit since the base of the period
    record Day(
            LocalDate date, BigDecimal value, BigDecimal ttwror, @Nullable Boolean provisional) {}

    /// Of the deepest fall in the period.
    ///
    /// @param recovery null when it has not recovered, or never fell
    /// @param longestRecoveryDays calendar days from a peak until it was reached again
    record DrawdownDates(
            @Nullable LocalDate peak,
            @Nullable LocalDate trough,
            @Nullable LocalDate recovery,
            boolean recovered,
            long longestRecoveryDays) {}

    /// @param averageCost per share, by moving average with fees
    /// @param returnPercent unrealised, in percent of cost
    record HoldingRow(
            String symbol,
            BigDecimal quantity,
            BigDecimal averageCost,
            @Nullable BigDecimal price,
            BigDecimal value,
            @Nullable BigDecimal weight,
            @JsonProperty("return") @Nullable BigDecimal returnPercent,
            @Nullable BigDecimal score,
            @Nullable Recommendation recommendation,
            int rank,
            @Nullable Integer returnRank,
            @Nullable Integer scoreRank) {}
}
