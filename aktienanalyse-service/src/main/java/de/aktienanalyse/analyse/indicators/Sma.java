package de.aktienanalyse.analyse.indicators;

/// Simple moving average: the mean of the last n closes. First value at index n − 1.
final class Sma {
    private final int period;
    private final Window window;
    private double value = Double.NaN;

    Sma(int period) {
        this.period = period;
        this.window = new Window(period);
    }

    void add(double close) {
        window.add(close);
        value = window.full() ? window.mean(period) : Double.NaN;
    }

    double value() {
        return value;
    }
}
