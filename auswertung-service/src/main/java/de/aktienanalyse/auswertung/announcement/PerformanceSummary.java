package de.aktienanalyse.auswertung.announcement;

import de.aktienanalyse.auswertung.figures.Figure;
import de.aktienanalyse.auswertung.figures.FigureRules;
import de.aktienanalyse.auswertung.figures.FigureSheet;
import de.aktienanalyse.auswertung.figures.RiskRule;
import de.aktienanalyse.auswertung.holdings.Depot;
import de.aktienanalyse.auswertung.ranking.RankedHolding;
import de.aktienanalyse.auswertung.ranking.Rankings;
import de.aktienanalyse.auswertung.rebalancing.Rebalancing;
import de.aktienanalyse.events.PortfolioEvent.FigureConvention;
import de.aktienanalyse.events.PortfolioEvent.PerformanceMetrics;
import de.aktienanalyse.events.PortfolioEvent.PerformanceUpdated;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The figures of a depot in the shape in which they go over the bus. Pure.
final class PerformanceSummary {
    private static final int DECIMALS = 4;

    private PerformanceSummary() {}

    static PerformanceUpdated of(Depot depot, List<RankedHolding> ranked, FigureRules rules) {
        FigureSheet sheet = FigureSheet.of(depot, null, null, rules);
        return new PerformanceUpdated(
                depot.portfolioId(),
                new PerformanceMetrics(
                        rounded(sheet.totalReturn()),
                        rounded(sheet.sharpeRatio()),
                        rounded(sheet.maxDrawdown()),
                        rounded(sheet.volatility())),
                Rankings.topPerformers(ranked),
                RiskRule.assess(sheet),
                Rebalancing.hints(depot),
                convention(sheet),
                depot.mixesCurrencies() ? null : depot.totalValue(),
                depot.currency(),
                depot.asOf());
    }

    private static @Nullable BigDecimal rounded(Figure figure) {
        BigDecimal value = figure.value();
        return value == null ? null : value.setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    /// Of the event as a whole: the return is there first, the volatility last.
    private static FigureConvention convention(FigureSheet sheet) {
        Figure total = sheet.totalReturn();
        Figure sharpe = sheet.sharpeRatio();
        Figure volatility = sheet.volatility();
        Integer periods = volatility.convention().periodsPerYear();
        BigDecimal riskFree = sharpe.convention().riskFree();
        String returns = total.convention().returns();
        String deviation = volatility.convention().deviation();
        Figure scarcest = total.ok() ? volatility : total;
        return new FigureConvention(
                returns == null ? "" : returns,
                deviation == null ? "" : deviation,
                periods == null ? 0 : periods,
                riskFree == null ? BigDecimal.ZERO : riskFree,
                total.from(),
                total.to(),
                volatility.observations(),
                scarcest.status().name());
    }
}
