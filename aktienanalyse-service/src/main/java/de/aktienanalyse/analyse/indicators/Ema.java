package de.aktienanalyse.analyse.indicators;

/// Exponential moving average, α = 2/(n + 1), begun with the simple mean of n closes as TA-Lib
/// does.
final class Ema {
    private final int period;
    private final int first;
    private final double alpha;
    private final Window seed;
    private long index = -1;
    private double value = Double.NaN;

    /// First value at index n − 1.
    Ema(int period) {
        this(period, period - 1);
    }

    /// @param first index of the first value, at least n − 1; it is the mean of the n closes up to
    ///   there
    Ema(int period, int first) {
        this.period = period;
        this.first = first;
        this.alpha = 2.0 / (period + 1);
        this.seed = new Window(period);
    }

    void add(double close) {
        index++;
        if (index > first) {
            value += alpha * (close - value);
        } else {
            seed.add(close);
            if (index == first) {
                value = seed.mean(period);
            }
        }
    }

    double value() {
        return value;
    }
}
