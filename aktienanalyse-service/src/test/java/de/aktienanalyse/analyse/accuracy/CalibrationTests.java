package de.aktienanalyse.analyse.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CalibrationTests {
    private static final Instant DAY = Instant.parse("2024-01-02T00:00:00Z");

    private static Forecast forecast(
            Recommendation recommendation, String score, double probability) {
        return new Forecast(
                "replay",
                "KO",
                DAY,
                "v",
                recommendation,
                new BigDecimal(score),
                probability,
                new BigDecimal("100"),
                0.05);
    }

    private static void learn(
            Calibration calibration, Recommendation given, String score, int times, String then) {
        for (int i = 0; i < times; i++) {
            calibration.learn(forecast(given, score, 0.5).judge(DAY, new BigDecimal(then)));
        }
    }

    @Test
    void withoutAPastItKnowsNothing() {
        Calibration.Trust trust = new Calibration().trust(Recommendation.BUY, BigDecimal.TEN);

        assertThat(trust.probability()).isEqualTo(0.5);
        assertThat(trust.seen()).isZero();
        assertThat(new Calibration().summary().hitRate()).isNaN();
    }

    @Test
    void buyIsRightWhenThePriceRoseSellWhenItFellAndHoldWhenItStayed() {
        assertThat(forecast(Recommendation.BUY, "15", 0.5).judge(DAY, new BigDecimal("101")).hit())
                .isTrue();
        assertThat(forecast(Recommendation.BUY, "15", 0.5).judge(DAY, new BigDecimal("100")).hit())
                .isFalse();
        assertThat(forecast(Recommendation.SELL, "5", 0.5).judge(DAY, new BigDecimal("99")).hit())
                .isTrue();
        assertThat(
                        forecast(Recommendation.HOLD, "10", 0.5)
                                .judge(DAY, new BigDecimal("104.9"))
                                .hit())
                .isTrue();
        assertThat(
                        forecast(Recommendation.HOLD, "10", 0.5)
                                .judge(DAY, new BigDecimal("105.1"))
                                .hit())
                .isFalse();
    }

    @Test
    void aShortPastMovesTheConfidenceLittleAndALongOneMuch() {
        Calibration calibration = new Calibration();
        learn(calibration, Recommendation.BUY, "15", 20, "110");
        double little = calibration.trust(Recommendation.BUY, new BigDecimal("15.5")).probability();
        learn(calibration, Recommendation.BUY, "15", 20_000, "110");
        double much = calibration.trust(Recommendation.BUY, new BigDecimal("15.5")).probability();

        // One independent observation against ten: base (1 + 5)/11, then (1 + 10 · base)/11.
        assertThat(little).isCloseTo((1 + 10 * 6.0 / 11) / 11, within(1e-12));
        assertThat(much).isGreaterThan(0.98);
    }

    @Test
    void aScoreThatWasNeverSeenIsTrustedAsMuchAsTheBaseRate() {
        Calibration calibration = new Calibration();
        learn(calibration, Recommendation.SELL, "5", 1000, "110");

        Calibration.Trust buy = calibration.trust(Recommendation.BUY, new BigDecimal("18"));

        assertThat(buy.seen()).isZero();
        assertThat(buy.probability()).isEqualTo(buy.baseRate()).isGreaterThan(0.9);
        assertThat(calibration.trust(Recommendation.SELL, new BigDecimal("5")).probability())
                .isLessThan(0.1);
    }

    @Test
    void theBrierScoreIsTheMeanSquaredErrorOfWhatWasSaid() {
        Calibration calibration = new Calibration();
        calibration.learn(
                forecast(Recommendation.BUY, "15", 0.8).judge(DAY, new BigDecimal("110")));
        calibration.learn(forecast(Recommendation.BUY, "15", 0.6).judge(DAY, new BigDecimal("90")));

        assertThat(calibration.summary().brier()).isCloseTo((0.04 + 0.36) / 2, within(1e-12));
        assertThat(calibration.summary().hitRate()).isEqualTo(0.5);
        assertThat(calibration.summary().verdicts()).isEqualTo(2);
    }

    @Test
    void aForecastIsJudgedByTheTwentiethBarAfterIt() {
        OpenForecasts open = new OpenForecasts();
        assertThat(open.onBar(DAY, BigDecimal.TEN)).isNull();
        open.add(forecast(Recommendation.BUY, "15", 0.5));
        for (int bar = 1; bar < Forecast.HORIZON_BARS; bar++) {
            assertThat(open.onBar(DAY, BigDecimal.TEN)).isNull();
            open.add(null);
        }
        Forecast.Verdict verdict =
                Objects.requireNonNull(open.onBar(DAY.plusSeconds(1), new BigDecimal("125")));

        assertThat(verdict.forwardReturn()).isEqualTo(0.25);
        assertThat(verdict.dueAt()).isEqualTo(DAY.plusSeconds(1));
    }
}
