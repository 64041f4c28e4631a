package de.aktienanalyse.auswertung.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.aktienanalyse.auswertung.performance.MoneyWeightedReturn.Flow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the published examples leave open.
class EdgesTests {
    private static final LocalDate DAY = LocalDate.of(2020, 1, 1);

    private static Flow flow(int day, String amount) {
        return new Flow(DAY.plusDays(day), new BigDecimal(amount));
    }

    @Test
    void aTotalLossHasARateOfReturnNearMinusOne() {
        assertThat(MoneyWeightedReturn.of(List.of(flow(0, "-1000"), flow(365, "0.01"))))
                .isCloseTo(-0.99999, within(1e-9));
    }

    @Test
    void aGainOfTenThousandPercentIsFound() {
        assertThat(MoneyWeightedReturn.of(List.of(flow(0, "-1"), flow(365, "101"))))
                .isCloseTo(100, within(1e-6));
    }

    @Test
    void flowsThatOnlyGoInHaveNoRateOfReturn() {
        assertThat(MoneyWeightedReturn.of(List.of(flow(0, "-1000"), flow(10, "-5")))).isNaN();
    }

    @Test
    void flowsOfOneDayHaveNoRateOfReturn() {
        assertThat(MoneyWeightedReturn.of(List.of(flow(0, "-1000"), flow(0, "1010")))).isNaN();
    }

    @Test
    void aLateDepositDoesNotFakeALoss() {
        // 100 at the start, 2000 paid in, 2089.16 at the end: Wealthfolio once showed -10.84 %
        // here.
        double factor =
                TimeWeightedReturn.factor(
                        new BigDecimal("100"),
                        new BigDecimal("2000"),
                        BigDecimal.ZERO,
                        new BigDecimal("2089.16"));

        assertThat(factor - 1).isCloseTo(-0.00516, within(0.00001));
    }

    @Test
    void withoutCapitalADayHasNoFactorAndDoesNotCount() {
        double factor =
                TimeWeightedReturn.factor(
                        BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ONE);

        assertThat(factor).isNaN();
        assertThat(TimeWeightedReturn.of(new double[] {1.1, factor, 1.1}))
                .isCloseTo(0.21, within(1e-12));
    }

    @Test
    void equalReturnsHaveNoSharpeRatio() {
        assertThat(SharpeRatio.of(new double[] {0.01, 0.01, 0.01}, 252)).isNaN();
    }

    @Test
    void withoutAShortfallThereIsNoSortinoRatio() {
        assertThat(SortinoRatio.of(new double[] {0.01, 0.02}, 252)).isNaN();
    }

    @Test
    void aFallThatGoesOnHasNoRecovery() {
        Drawdown drawdown =
                Drawdown.of(DAY.datesUntil(DAY.plusDays(4)).toList(), new double[] {1, 2, 1, 1.5});

        assertThat(drawdown.depth()).isEqualTo(0.5);
        assertThat(drawdown.recovery()).isNull();
        assertThat(drawdown.current()).isEqualTo(0.25);
    }
}
