package de.aktienanalyse.analyse.indicators;

/// Deviation of simple daily returns over the last n of them, divisor n − 1. First value at index
/// n.
final class Volatility {
    private final Window returns;
    private double before = Double.NaN;

    Volatility(int period) {
        this.returns = new Window(period);
    }

    void add(double close) {
        if (!Double.isNaN(before)) {
            returns.add(close / before - 1);
        }
        before = close;
    }

    /// Per day, as a fraction.
    double daily() {
        return returns.full() ? returns.deviation() : Double.NaN;
    }
}
