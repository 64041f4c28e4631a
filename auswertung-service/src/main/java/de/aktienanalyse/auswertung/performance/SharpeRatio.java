package de.aktienanalyse.auswertung.performance;

/// Reward per risk: mean excess return / sample deviation × √(periods per year).
public final class SharpeRatio {
    /// Below this a deviation is rounding: equal returns must not give a ratio of 10^15.
    private static final double NO_DEVIATION = 1e-15;

    private SharpeRatio() {}

    /// @param excess returns per period above the risk-free rate of the period
    /// @return NaN with fewer than two returns, or when they do not vary
    public static double of(double[] excess, int periodsPerYear) {
        double deviation = Volatility.sampleDeviation(excess);
        return deviation > NO_DEVIATION
                ? Volatility.mean(excess) / deviation * Math.sqrt(periodsPerYear)
                : Double.NaN;
    }

    /// What a period must earn so that a year earns the yearly rate: (1 + rf)^(1 / periods) − 1.
    public static double perPeriod(double yearlyRate, int periodsPerYear) {
        return Math.pow(1 + yearlyRate, 1.0 / periodsPerYear) - 1;
    }
}
