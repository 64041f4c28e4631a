package de.aktienanalyse.analyse.indicators;

/// MACD 12/26/9: EMA 12 − EMA 26, its signal (EMA 9 of that), and the difference of both.
///
/// Both EMAs begin at index 25, as in TA-Lib: the fast one with the mean of closes 14..25, not of
/// 0..11. Charts that begin the fast one at index 11 differ by up to 0.2 % of the price at first
/// and agree after some 90 bars.
final class Macd {
    private static final int FAST = 12;
    private static final int SLOW = 26;
    private static final int SIGNAL = 9;

    private final Ema fast = new Ema(FAST, SLOW - 1);
    private final Ema slow = new Ema(SLOW);
    private final Ema signal = new Ema(SIGNAL);
    private double histogramBefore = Double.NaN;

    void add(double close) {
        histogramBefore = histogram();
        fast.add(close);
        slow.add(close);
        if (!Double.isNaN(line())) {
            signal.add(line());
        }
    }

    /// In currency, from index 25.
    double line() {
        return fast.value() - slow.value();
    }

    /// In currency, from index 33.
    double signal() {
        return signal.value();
    }

    double histogram() {
        return line() - signal();
    }

    /// The histogram one bar ago.
    double histogramBefore() {
        return histogramBefore;
    }
}
