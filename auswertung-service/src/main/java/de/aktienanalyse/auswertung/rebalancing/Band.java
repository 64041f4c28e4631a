package de.aktienanalyse.auswertung.rebalancing;

import java.math.BigDecimal;

/// Between which weights a share is left alone: target ± max(20 % of the target, 1 percentage
/// point), the hybrid band that trades rarely in small positions and early in large ones.
///
/// @param low 0..1, likewise high
record Band(BigDecimal low, BigDecimal high) {
    private static final BigDecimal RELATIVE = new BigDecimal("0.20");
    private static final BigDecimal ABSOLUTE = new BigDecimal("0.01");

    static Band around(BigDecimal target) {
        BigDecimal width = width(target);
        return new Band(target.subtract(width).max(BigDecimal.ZERO), target.add(width));
    }

    static BigDecimal width(BigDecimal target) {
        return target.multiply(RELATIVE).max(ABSOLUTE);
    }

    boolean holds(BigDecimal weight) {
        return weight.compareTo(low) >= 0 && weight.compareTo(high) <= 0;
    }
}
