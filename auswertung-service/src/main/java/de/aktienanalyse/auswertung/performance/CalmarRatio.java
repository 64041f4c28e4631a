package de.aktienanalyse.auswertung.performance;

/// Yearly return per deepest fall: annualised return / maximum drawdown, both as fractions.
public final class CalmarRatio {
    private CalmarRatio() {}

    /// @param maximumDrawdown positive fraction
    /// @return NaN when there was no fall
    public static double of(double annualisedReturn, double maximumDrawdown) {
        return maximumDrawdown > 0 ? annualisedReturn / maximumDrawdown : Double.NaN;
    }
}
