package de.aktienanalyse.auswertung.figures;

import com.fasterxml.jackson.annotation.JsonProperty;
import de.aktienanalyse.auswertung.holdings.Depot;
import de.aktienanalyse.auswertung.performance.Drawdown;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All figures of a depot over one period.
///
/// @param totalReturn time-weighted; `annualised_return` the same per year, from one year on
/// @param moneyWeightedReturn per year
/// @param periodVolatility as Portfolio Performance shows it, not per year
/// @param maxDrawdown ≤ 0, likewise `current_drawdown`
/// @param valueAtRisk95 loss of a day, ≥ 0, that is exceeded on one day of twenty
/// @param delta gain in currency, flows taken out
public record FigureSheet(
        Figure totalReturn,
        Figure annualisedReturn,
        Figure moneyWeightedReturn,
        Figure volatility,
        Figure periodVolatility,
        Figure sharpeRatio,
        Figure sortinoRatio,
        Figure calmarRatio,
        Figure maxDrawdown,
        Figure currentDrawdown,
        @JsonProperty("value_at_risk_95") Figure valueAtRisk95,
        Figure delta) {

    /// A named figure, as in a table.
    public record Named(String name, Figure figure) {}

    public static FigureSheet of(
            Depot depot, @Nullable LocalDate from, @Nullable LocalDate to, FigureRules rules) {
        return new FigureSheetMaker(depot, new ReturnSeries(depot.days(), from, to), rules).make();
    }

    /// In the order of the record, under their names on the wire.
    public List<Named> named() {
        return List.of(
                new Named("total_return", totalReturn),
                new Named("annualised_return", annualisedReturn),
                new Named("money_weighted_return", moneyWeightedReturn),
                new Named("volatility", volatility),
                new Named("period_volatility", periodVolatility),
                new Named("sharpe_ratio", sharpeRatio),
                new Named("sortino_ratio", sortinoRatio),
                new Named("calmar_ratio", calmarRatio),
                new Named("max_drawdown", maxDrawdown),
                new Named("current_drawdown", currentDrawdown),
                new Named("value_at_risk_95", valueAtRisk95),
                new Named("delta", delta));
    }

    /// When the deepest fall began, ended and was made good.
    public static Drawdown drawdown(Depot depot, @Nullable LocalDate from, @Nullable LocalDate to) {
        ReturnSeries series = new ReturnSeries(depot.days(), from, to);
        return series.isEmpty()
                ? Drawdown.of(List.of(), new double[0])
                : Drawdown.of(series.daysWithBase(), series.growthWithBase());
    }

    /// Growth per day of a period, for a chart.
    public static List<DayGrowth> growth(
            Depot depot, @Nullable LocalDate from, @Nullable LocalDate to) {
        ReturnSeries series = new ReturnSeries(depot.days(), from, to);
        double[] growth = series.growth();
        List<DayGrowth> days = new ArrayList<>(growth.length);
        for (int i = 0; i < growth.length; i++) {
            days.add(new DayGrowth(series.days().get(i), Figure.rounded(growth[i])));
        }
        return days;
    }
}
