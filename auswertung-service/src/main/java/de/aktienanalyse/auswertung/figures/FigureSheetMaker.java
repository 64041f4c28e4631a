package de.aktienanalyse.auswertung.figures;

import de.aktienanalyse.auswertung.figures.Figure.Convention;
import de.aktienanalyse.auswertung.figures.Figure.Status;
import de.aktienanalyse.auswertung.holdings.Depot;
import de.aktienanalyse.auswertung.performance.AnnualisedReturn;
import de.aktienanalyse.auswertung.performance.CalmarRatio;
import de.aktienanalyse.auswertung.performance.Drawdown;
import de.aktienanalyse.auswertung.performance.MoneyWeightedReturn;
import de.aktienanalyse.auswertung.performance.SharpeRatio;
import de.aktienanalyse.auswertung.performance.SortinoRatio;
import de.aktienanalyse.auswertung.performance.ValueAtRisk;
import de.aktienanalyse.auswertung.performance.Volatility;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// Applies the formulas to one period, or says why not.
final class FigureSheetMaker {
    static final String RETURNS =
            "time-weighted (TTWROR), chained daily; inflow at the start, outflow at the end of its day";
    static final String SIMPLE_RETURNS = "simple daily returns, flows taken out";
    static final String SAMPLE_DEVIATION = "sample standard deviation (n-1)";
    private static final String ALL_DAYS = "market days and days with bookings";
    private static final String MARKET_DAYS = "market days";
    private static final String PERCENT = "percent";
    private static final String RATIO = "ratio";
    private static final double CONFIDENCE = 0.95;

    private final Depot depot;
    private final ReturnSeries series;
    private final FigureRules rules;
    private final double[] returns;
    private final double[] excess;
    private final Drawdown drawdown;

    FigureSheetMaker(Depot depot, ReturnSeries series, FigureRules rules) {
        this.depot = depot;
        this.series = series;
        this.rules = rules;
        this.returns = series.returns();
        this.excess =
                series.excessReturns(
                        SharpeRatio.perPeriod(
                                rules.riskFreeRate().doubleValue(), rules.periodsPerYear()));
        this.drawdown =
                series.isEmpty()
                        ? Drawdown.of(List.of(), new double[0])
                        : Drawdown.of(series.daysWithBase(), series.growthWithBase());
    }

    FigureSheet make() {
        return new FigureSheet(
                chained(PERCENT, 1, () -> 100 * series.totalReturn()),
                annualisedReturn(),
                moneyWeightedReturn(),
                risk(PERCENT, annualised(SAMPLE_DEVIATION, false), 2, this::volatility),
                risk(PERCENT, logOverPeriod(), 2, () -> 100 * Volatility.ofPeriod(returns)),
                risk(RATIO, annualised(SAMPLE_DEVIATION, true), 2, this::sharpe),
                risk(
                        RATIO,
                        annualised("root mean square of the shortfall over all returns", true),
                        2,
                        this::sortino),
                calmar(),
                chained(PERCENT, 1, () -> -100 * drawdown.depth()),
                chained(PERCENT, 1, () -> -100 * drawdown.current()),
                valueAtRisk(),
                delta());
    }

    private double volatility() {
        return 100 * Volatility.annualised(returns, rules.periodsPerYear());
    }

    private double sharpe() {
        return SharpeRatio.of(excess, rules.periodsPerYear());
    }

    private double sortino() {
        return SortinoRatio.of(excess, rules.periodsPerYear());
    }

    private Figure annualisedReturn() {
        Convention convention =
                new Convention(
                        RETURNS, null, null, null, "365 calendar days a year, from one year on");
        return yearly(PERCENT, convention, () -> 100 * perYear());
    }

    private Figure calmar() {
        Convention convention =
                new Convention(RETURNS, "maximum drawdown", null, null, "365 calendar days a year");
        return yearly(RATIO, convention, () -> CalmarRatio.of(perYear(), drawdown.depth()));
    }

    private double perYear() {
        return AnnualisedReturn.ofDays(series.totalReturn(), series.calendarDays());
    }

    private Figure moneyWeightedReturn() {
        Convention convention =
                new Convention(
                        "internal rate of return (XIRR) of dated flows, per year",
                        null,
                        null,
                        null,
                        "act/365");
        int flows = series.flows().size();
        Figure figure =
                figure(
                        PERCENT,
                        convention,
                        flows,
                        series.calendarDays() < 1
                                ? "needs at least one day between two flows"
                                : null,
                        "the flows have no rate of return",
                        () -> 100 * MoneyWeightedReturn.of(series.flows()));
        boolean extrapolated = figure.ok() && series.calendarDays() < AnnualisedReturn.MINIMUM_DAYS;
        return extrapolated
                ? figure.withReason(
                        "extrapolated to a year from " + series.calendarDays() + " days")
                : figure;
    }

    private Figure valueAtRisk() {
        Convention convention =
                new Convention(
                        SIMPLE_RETURNS,
                        "historical, 5th percentile with linear interpolation",
                        null,
                        null,
                        MARKET_DAYS);
        return risk(
                PERCENT,
                convention,
                ValueAtRisk.MINIMUM_RETURNS,
                () -> 100 * ValueAtRisk.of(returns, CONFIDENCE));
    }

    private Figure delta() {
        String currency = depot.currency();
        Figure figure =
                figure(
                        currency == null ? "currency" : currency,
                        new Convention(
                                "value at the end - at the base - paid in + taken out",
                                null,
                                null,
                                null,
                                ALL_DAYS),
                        series.days().size(),
                        null,
                        "",
                        () -> 0);
        // Money does not pass through a double.
        return figure.ok() ? figure.withValue(series.gain()) : figure;
    }

    /// Figures of the whole chain.
    private Figure chained(String unit, int needed, DoubleSupplier formula) {
        int observations = series.days().size();
        String missing = observations < needed ? "no day has been valued yet" : null;
        return figure(
                unit,
                new Convention(RETURNS, null, null, null, ALL_DAYS),
                observations,
                missing,
                "",
                formula);
    }

    private Figure yearly(String unit, Convention convention, DoubleSupplier formula) {
        String missing =
                series.calendarDays() < AnnualisedReturn.MINIMUM_DAYS
                        ? "needs %d days, there are %d"
                                .formatted(AnnualisedReturn.MINIMUM_DAYS, series.calendarDays())
                        : null;
        return figure(
                unit, convention, series.days().size(), missing, "the depot never fell", formula);
    }

    /// Figures of the single returns.
    private Figure risk(String unit, Convention convention, int needed, DoubleSupplier formula) {
        String missing =
                returns.length < needed
                        ? "needs %d daily returns, there are %d".formatted(needed, returns.length)
                        : null;
        return figure(
                unit,
                convention,
                returns.length,
                missing,
                "nothing to divide by: the returns do not stray to that side",
                formula);
    }

    private Figure figure(
            String unit,
            Convention convention,
            int observations,
            @Nullable String missing,
            String undefined,
            DoubleSupplier formula) {
        if (depot.mixesCurrencies()) {
            String reason =
                    "bookings in " + depot.currencies() + " cannot be added up without rates";
            return none(unit, convention, observations, Status.MIXED_CURRENCIES, reason);
        }
        if (series.isEmpty()) {
            String reason = "no day has been valued in this period yet";
            return none(unit, convention, observations, Status.NOT_ENOUGH_DATA, reason);
        }
        if (!series.hadCapital()) {
            return none(
                    unit, convention, observations, Status.NO_CAPITAL, "nothing was ever paid in");
        }
        if (missing != null) {
            return none(unit, convention, observations, Status.NOT_ENOUGH_DATA, missing);
        }
        double value = formula.getAsDouble();
        if (!Double.isFinite(value)) {
            return none(unit, convention, observations, Status.UNDEFINED, undefined);
        }
        return new Figure(
                Figure.rounded(value),
                unit,
                convention,
                series.from(),
                series.to(),
                observations,
                Status.OK,
                null);
    }

    private Figure none(
            String unit, Convention convention, int observations, Status status, String reason) {
        return new Figure(
                null, unit, convention, series.from(), series.to(), observations, status, reason);
    }

    private Convention annualised(String deviation, boolean riskFree) {
        return new Convention(
                SIMPLE_RETURNS,
                deviation,
                rules.periodsPerYear(),
                riskFree ? rules.riskFreeRate() : null,
                MARKET_DAYS);
    }

    private Convention logOverPeriod() {
        return new Convention(
                "logarithmic daily returns, flows taken out",
                "sample standard deviation (n-1) x root of the number of returns",
                null,
                null,
                MARKET_DAYS);
    }
}
