package de.aktienanalyse.orchestrator.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpearmanRankTests {

    /// IQ and hours of television per week, the textbook example: ρ = -29/165.
    @Test
    void agreesWithTheTextbook() {
        assertThat(
                        SpearmanRank.of(
                                numbers(106, 100, 86, 101, 99, 103, 97, 113, 112, 110),
                                numbers(7, 27, 2, 50, 28, 29, 20, 12, 6, 17)))
                .isEqualByComparingTo("-0.1758");
    }

    /// `scipy.stats.spearmanr([1,2,3,4,5], [5,6,7,8,7])` = 0.8207826816681233.
    @Test
    void sharesRanksBetweenEqualValues() {
        assertThat(SpearmanRank.of(numbers(1, 2, 3, 4, 5), numbers(5, 6, 7, 8, 7)))
                .isEqualByComparingTo("0.8208");
    }

    @Test
    void treatsEqualNumbersOfOtherScaleAsEqual() {
        List<BigDecimal> scaled =
                List.of(new BigDecimal("5"), new BigDecimal("6.0"), new BigDecimal("6.00"));
        assertThat(SpearmanRank.of(numbers(1, 2, 2), scaled)).isEqualByComparingTo("1");
    }

    @Test
    void isUnknownBelowThreeObservations() {
        assertThat(SpearmanRank.of(numbers(1, 2), numbers(2, 1))).isNull();
    }

    @Test
    void isUnknownWhenOneSideDoesNotVary() {
        assertThat(SpearmanRank.of(numbers(1, 2, 3), numbers(4, 4, 4))).isNull();
    }

    private static List<BigDecimal> numbers(int... values) {
        return Arrays.stream(values).mapToObj(BigDecimal::valueOf).toList();
    }
}
