package de.aktienanalyse.analyse.indicators;

/// Wilder's relative strength index, 0..100. First value at index n, from the plain mean of the
/// first n gains and losses; afterwards each is smoothed by 1/n.
///
/// No loss gives 100, no gain 0. Without any movement it is 50 and [#flat()]: TA-Lib says 0 there,
/// which would read as a crash.
final class Rsi {
    private final int period;
    private long index = -1;
    private double before;
    private double gain;
    private double loss;

    Rsi(int period) {
        this.period = period;
    }

    void add(double close) {
        index++;
        if (index > 0) {
            double up = Math.max(0, close - before);
            double down = Math.max(0, before - close);
            if (index <= period) {
                gain += up / period;
                loss += down / period;
            } else {
                gain = (gain * (period - 1) + up) / period;
                loss = (loss * (period - 1) + down) / period;
            }
        }
        before = close;
    }

    double value() {
        if (index < period) {
            return Double.NaN;
        }
        return flat() ? 50 : 100 * gain / (gain + loss);
    }

    /// Whether the price has not moved at all.
    boolean flat() {
        return gain + loss == 0;
    }
}
