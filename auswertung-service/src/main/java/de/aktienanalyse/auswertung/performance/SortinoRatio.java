package de.aktienanalyse.auswertung.performance;

/// Reward per downside risk: mean excess return / √(Σ min(excess, 0)² / n) × √(periods per year),
/// the shortfall taken over all n returns (Sortino's own definition), not over the losing ones
/// alone.
public final class SortinoRatio {
    private SortinoRatio() {}

    /// @param excess returns per period above the rate that must be earned (MAR)
    /// @return NaN without returns, or when none fell short
    public static double of(double[] excess, int periodsPerYear) {
        double squares = 0;
        for (double value : excess) {
            squares += Math.min(value, 0) * Math.min(value, 0);
        }
        double shortfall = Math.sqrt(squares / excess.length);
        return shortfall > 0
                ? Volatility.mean(excess) / shortfall * Math.sqrt(periodsPerYear)
                : Double.NaN;
    }
}
