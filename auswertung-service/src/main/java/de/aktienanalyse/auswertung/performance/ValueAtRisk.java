package de.aktienanalyse.auswertung.performance;

import java.util.Arrays;

/// What is lost on one of the worst days: historical, so without a claim that returns are normal.
public final class ValueAtRisk {
    /// With fewer days the fifth percentile is nothing but the one or two worst of them.
    public static final int MINIMUM_RETURNS = 60;

    private ValueAtRisk() {}

    /// The loss of a day, as a positive fraction, that is not exceeded with the given confidence.
    ///
    /// @param confidence 0.95: exceeded on one day of twenty
    public static double of(double[] returns, double confidence) {
        return Math.max(0, -percentile(returns, 1 - confidence));
    }

    /// Percentile with linear interpolation between the closest ranks: rank = share × (n − 1).
    static double percentile(double[] values, double share) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double rank = share * (sorted.length - 1);
        int below = (int) Math.floor(rank);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
