package de.aktienanalyse.auswertung.performance;

import java.util.Arrays;

/// How much returns stray: sample standard deviation (divisor n − 1).
public final class Volatility {
    private Volatility() {}

    /// Per year: deviation × √(periods per year), of simple returns. NaN with fewer than two.
    public static double annualised(double[] returns, int periodsPerYear) {
        return sampleDeviation(returns) * Math.sqrt(periodsPerYear);
    }

    /// Over the whole reporting period: deviation of log returns × √n. This is what Portfolio
    /// Performance shows; it is not comparable with a yearly figure.
    public static double ofPeriod(double[] returns) {
        double[] logs = Arrays.stream(returns).map(Math::log1p).toArray();
        return sampleDeviation(logs) * Math.sqrt(logs.length);
    }

    static double mean(double[] returns) {
        double sum = 0;
        for (double value : returns) {
            sum += value;
        }
        return sum / returns.length;
    }

    static double sampleDeviation(double[] returns) {
        if (returns.length < 2) {
            return Double.NaN;
        }
        double mean = mean(returns);
        double squares = 0;
        for (double value : returns) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (returns.length - 1));
    }
}
