package de.aktienanalyse.auswertung.performance;

/// Compound annual growth rate: (1 + return)^(1 / years) − 1, as a fraction.
public final class AnnualisedReturn {
    /// GIPS forbids to annualise shorter periods: a good week would promise a fortune.
    public static final int MINIMUM_DAYS = 365;

    private static final double DAYS_PER_YEAR = 365;

    private AnnualisedReturn() {}

    /// @param days calendar days of the period; a year has 365
    public static double ofDays(double totalReturn, long days) {
        return ofYears(totalReturn, days / DAYS_PER_YEAR);
    }

    public static double ofYears(double totalReturn, double years) {
        return years > 0 ? Math.pow(1 + totalReturn, 1 / years) - 1 : Double.NaN;
    }
}
