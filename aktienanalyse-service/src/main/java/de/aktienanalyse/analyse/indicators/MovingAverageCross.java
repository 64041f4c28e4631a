package de.aktienanalyse.analyse.indicators;

/// When the fast average crossed the slow one. It crosses upwards at a bar where fast > slow when,
/// going back over bars where both are equal, it was below before. The first defined bar is never a
/// cross.
final class MovingAverageCross {
    private int side;
    private int barsSinceCross = Integer.MAX_VALUE;

    void add(double fast, double slow) {
        if (Double.isNaN(fast) || Double.isNaN(slow)) {
            return;
        }
        int now = Double.compare(fast, slow);
        if (barsSinceCross != Integer.MAX_VALUE) {
            barsSinceCross++;
        }
        if (now != 0) {
            if (side != 0 && now != side) {
                barsSinceCross = 0;
            }
            side = now;
        }
    }

    /// +1 when the fast average is above (or was last), −1 when below, 0 when not known.
    int side() {
        return side;
    }

    boolean crossedWithin(int bars) {
        return barsSinceCross < bars;
    }
}
