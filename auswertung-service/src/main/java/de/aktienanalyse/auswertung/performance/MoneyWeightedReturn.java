package de.aktienanalyse.auswertung.performance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Internal rate of return of dated flows (XIRR, act/365): the yearly rate r at which Σ amount / (1
/// + r)^(days / 365) is zero. Equals `XINTZINSFUSS` of the spreadsheets.
///
/// The root is bracketed, never guessed at: Newton alone runs away on loss-making depots.
public final class MoneyWeightedReturn {
    private static final double DAYS_PER_YEAR = 365;
    private static final double LOWEST = -0.999_999_999;
    private static final double HIGHEST = 1e9;
    private static final int STEPS = 300;

    /// @param amount from the investor's pocket: paid in is negative, taken out and the final worth
    ///   positive
    public record Flow(LocalDate date, BigDecimal amount) {}

    private MoneyWeightedReturn() {}

    /// The yearly rate as a fraction; NaN when the flows do not change sign or all fall on one day.
    public static double of(List<Flow> flows) {
        LocalDate first =
                flows.stream().map(Flow::date).min(LocalDate::compareTo).orElse(LocalDate.EPOCH);
        double[] years = new double[flows.size()];
        double[] amounts = new double[flows.size()];
        boolean oneDay = true;
        for (int i = 0; i < years.length; i++) {
            long days = ChronoUnit.DAYS.between(first, flows.get(i).date());
            years[i] = days / DAYS_PER_YEAR;
            amounts[i] = flows.get(i).amount().doubleValue();
            oneDay &= days == 0;
        }
        return oneDay ? Double.NaN : root(years, amounts);
    }

    private static double root(double[] years, double[] amounts) {
        double low = LOWEST;
        double high = 1;
        double atLow = presentValue(low, years, amounts);
        while (high < HIGHEST && sameSign(atLow, presentValue(high, years, amounts))) {
            high *= 10;
        }
        double atHigh = presentValue(high, years, amounts);
        if (atHigh == 0) {
            return high;
        }
        if (sameSign(atLow, atHigh) || Double.isNaN(atLow) || atLow == 0) {
            return Double.NaN;
        }
        for (int step = 0;
                step < STEPS && high - low > 1e-15 * Math.max(1, Math.abs(low));
                step++) {
            double middle = low + (high - low) / 2;
            if (sameSign(atLow, presentValue(middle, years, amounts))) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + (high - low) / 2;
    }

    private static double presentValue(double rate, double[] years, double[] amounts) {
        double sum = 0;
        for (int i = 0; i < years.length; i++) {
            sum += amounts[i] / Math.pow(1 + rate, years[i]);
        }
        return sum;
    }

    private static boolean sameSign(double a, double b) {
        return a > 0 && b > 0 || a < 0 && b < 0;
    }
}
