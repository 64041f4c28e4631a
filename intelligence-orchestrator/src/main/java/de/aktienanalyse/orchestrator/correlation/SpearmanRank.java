package de.aktienanalyse.orchestrator.correlation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Spearman's rank correlation: Pearson's correlation of the ranks, equal values sharing the mean
/// of their ranks (C. Spearman 1904; the form that is right with ties).
final class SpearmanRank {
    /// Two points always lie on a line.
    static final int FEWEST_OBSERVATIONS = 3;

    private SpearmanRank() {}

    /// @return -1 (opposite order) .. 1 (same order), four decimals; null below three observations
    ///   or when all values of one side are equal
    static @Nullable BigDecimal of(List<BigDecimal> first, List<BigDecimal> second) {
        if (first.size() != second.size()) {
            throw new IllegalArgumentException(
                    "Each value needs its partner: " + first.size() + " and " + second.size());
        }
        if (first.size() < FEWEST_OBSERVATIONS) {
            return null;
        }
        long[] x = doubledRanks(first);
        long[] y = doubledRanks(second);
        // Twice the mean rank, since the ranks are doubled: the whole sum stays in whole numbers.
        long mean = first.size() + 1L;
        long covariance = 0;
        long varianceX = 0;
        long varianceY = 0;
        for (int i = 0; i < x.length; i++) {
            covariance += (x[i] - mean) * (y[i] - mean);
            varianceX += (x[i] - mean) * (x[i] - mean);
            varianceY += (y[i] - mean) * (y[i] - mean);
        }
        if (varianceX == 0 || varianceY == 0) {
            return null;
        }
        BigDecimal deviations =
                BigDecimal.valueOf(varianceX)
                        .multiply(BigDecimal.valueOf(varianceY))
                        .sqrt(MathContext.DECIMAL64);
        return BigDecimal.valueOf(covariance).divide(deviations, 4, RoundingMode.HALF_EVEN);
    }

    /// Ranks times two, so that the mean of two neighbouring ranks is a whole number.
    private static long[] doubledRanks(List<BigDecimal> values) {
        int[] order =
                IntStream.range(0, values.size())
                        .boxed()
                        .sorted(Comparator.comparing(values::get))
                        .mapToInt(Integer::intValue)
                        .toArray();
        long[] ranks = new long[order.length];
        int start = 0;
        while (start < order.length) {
            int end = start;
            while (end + 1 < order.length
                    && values.get(order[end + 1]).compareTo(values.get(order[start])) == 0) {
                end++;
            }
            // Mean of the ranks start+1 .. end+1, times two.
            long shared = start + end + 2L;
            Arrays.stream(order, start, end + 1).forEach(i -> ranks[i] = shared);
            start = end + 1;
        }
        return ranks;
    }
}
