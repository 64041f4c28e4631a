package de.aktienanalyse.auswertung.performance;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fall from a peak. The first value counts as a peak; a peak that is reached again begins
/// anew.
///
/// @param depth positive fraction of the peak, 0 = it never fell
/// @param peak day of the peak before the deepest fall; null when it never fell, likewise trough
/// @param recovery first day at or above that peak; null when it has not recovered
/// @param current fall of the last value from the highest before it, positive fraction
/// @param longestRecoveryDays calendar days from a peak until it was reached again, of the longest
///   completed fall; 0 without one
public record Drawdown(
        double depth,
        @Nullable LocalDate peak,
        @Nullable LocalDate trough,
        @Nullable LocalDate recovery,
        double current,
        long longestRecoveryDays) {

    /// @param days one per value, ascending
    /// @param values worth of what was invested, flows taken out
    public static Drawdown of(List<LocalDate> days, double[] values) {
        if (values.length == 0) {
            return new Drawdown(0, null, null, null, 0, 0);
        }
        double peak = values[0];
        LocalDate peakDay = days.getFirst();
        boolean fallen = false;
        long longest = 0;
        Drawdown deepest = new Drawdown(0, null, null, null, 0, 0);
        for (int i = 0; i < values.length; i++) {
            if (values[i] >= peak) {
                if (fallen) {
                    longest = Math.max(longest, ChronoUnit.DAYS.between(peakDay, days.get(i)));
                    deepest = deepest.recoveredOn(days.get(i));
                }
                fallen = false;
                peak = values[i];
                peakDay = days.get(i);
            } else {
                fallen = true;
                double depth = peak > 0 ? 1 - values[i] / peak : 0;
                if (depth > deepest.depth) {
                    deepest = new Drawdown(depth, peakDay, days.get(i), null, 0, 0);
                }
            }
        }
        double current = peak > 0 ? 1 - values[values.length - 1] / peak : 0;
        return new Drawdown(
                deepest.depth, deepest.peak, deepest.trough, deepest.recovery, current, longest);
    }

    private Drawdown recoveredOn(LocalDate day) {
        return trough == null || recovery != null
                ? this
                : new Drawdown(depth, peak, trough, day, 0, 0);
    }
}
