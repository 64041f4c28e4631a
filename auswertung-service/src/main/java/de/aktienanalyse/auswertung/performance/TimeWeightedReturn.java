package de.aktienanalyse.auswertung.performance;

import java.math.BigDecimal;

/// True time-weighted rate of return (TTWROR), chained daily: what one unit of money would have
/// become, whatever was paid in or out.
///
/// Factor of a day = (value at its end + outflow) / (value at the end of the day before + inflow):
/// an inflow works from the start of the day, an outflow until its end. Formula and rule: Portfolio
/// Performance.
public final class TimeWeightedReturn {
    private TimeWeightedReturn() {}

    /// Growth of one day, 1 = unchanged. NaN without capital: nothing was there that could grow.
    ///
    /// @param before value at the end of the day before
    /// @param inflow paid in on the day, ≥ 0
    /// @param outflow paid out on the day, ≥ 0
    /// @param after value at the end of the day
    public static double factor(
            BigDecimal before, BigDecimal inflow, BigDecimal outflow, BigDecimal after) {
        double capital = before.add(inflow).doubleValue();
        return capital > 0 ? after.add(outflow).doubleValue() / capital : Double.NaN;
    }

    /// The return over all days as a fraction. Days without capital (NaN) do not count.
    public static double of(double[] factors) {
        double growth = 1;
        for (double factor : factors) {
            growth = chain(growth, factor);
        }
        return growth - 1;
    }

    /// The growth after one more day. A total loss stays one: what is paid in later starts a new
    /// life, which a chained return cannot tell.
    public static double chain(double growth, double factor) {
        return Double.isNaN(factor) ? growth : growth * Math.max(0, factor);
    }
}
