package de.aktienanalyse.analyse.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.analyse.indicators.Indicators;
import de.aktienanalyse.analyse.indicators.Indicators.Averages;
import de.aktienanalyse.analyse.indicators.Indicators.Reading;
import de.aktienanalyse.events.StockEvent.Recommendation;
import de.aktienanalyse.events.StockEvent.RiskLevel;
import de.aktienanalyse.events.StockEvent.ScorePart;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreRulesTests {
    private static final double UNKNOWN = Double.NaN;

    /// Close 110 over SMA 50 at 105 and SMA 200 at 100, RSI 60, MACD above all, volatility 15 %.
    private static Reading strong() {
        return new Reading(
                110, 60, false, 2, 1, 1, 0.5, 108, 105, 100, Averages.GOLDEN_CROSS, 0.15, 300);
    }

    private static Reading weak() {
        return new Reading(
                90, 35, false, -2, -1, -1, -0.5, 95, 98, 100, Averages.DEATH_CROSS, 0.60, 300);
    }

    @Test
    void aShareThatPassesEverythingHasTwentyPoints() {
        Score score = ScoreRules.score(strong());

        assertThat(score.points()).isEqualByComparingTo("20");
        assertThat(score.recommendation()).isEqualTo(Recommendation.BUY);
        assertThat(ScoreRules.riskLevel(strong())).isEqualTo(RiskLevel.LOW);
    }

    @Test
    void aShareThatFailsEverythingIsToBeSold() {
        Score score = ScoreRules.score(weak());

        assertThat(score.points()).isEqualByComparingTo("1");
        assertThat(score.recommendation()).isEqualTo(Recommendation.SELL);
        assertThat(ScoreRules.riskLevel(weak())).isEqualTo(RiskLevel.HIGH);
    }

    @Test
    void thePartsAddUpToTheScoreWhateverThePrices() {
        Random random = new Random(7);
        for (int share = 0; share < 50; share++) {
            Indicators indicators = new Indicators();
            double close = 100;
            for (int bar = 1; bar <= 250; bar++) {
                close *= Math.exp(0.02 * random.nextGaussian());
                indicators.add(BigDecimal.valueOf(close));
                Reading reading = indicators.reading();
                if (ScoreRules.suffices(reading)) {
                    addsUp(ScoreRules.score(reading), ScoreRules.explain(reading));
                }
            }
        }
    }

    private static void addsUp(Score score, List<ScorePart> parts) {
        BigDecimal sum =
                parts.stream().map(ScorePart::points).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(score.points())
                .isEqualByComparingTo(sum)
                .isBetween(BigDecimal.ZERO, BigDecimal.valueOf(20));
        assertThat(parts)
                .allMatch(part -> part.points().compareTo(part.maxPoints()) <= 0)
                .allMatch(part -> part.reason() != null);
    }

    @Test
    void whatNeedsMoreBarsCountsNothingAndTheRestIsWeightedUp() {
        Reading young =
                new Reading(
                        110,
                        60,
                        false,
                        2,
                        1,
                        1,
                        0.5,
                        108,
                        UNKNOWN,
                        UNKNOWN,
                        Averages.UNKNOWN,
                        0.15,
                        40);

        assertThat(ScoreRules.score(young).points())
                .isBetween(new BigDecimal("19.9"), new BigDecimal("20"));
        assertThat(ScoreRules.explain(young))
                .filteredOn(part -> part.maxPoints().signum() == 0)
                .extracting(ScorePart::reason)
                .containsExactly("needs 50 bars, there are 40", "needs 200 bars, there are 40");
    }

    @Test
    void theTargetIsTheCloseMovedByTheConvictionsShareOfTheExpectedMove() {
        // 110 · (1 + 1 · 0.15 · √(20/252)) = 114.6483…
        assertThat(ScoreRules.targetPrice(strong(), new BigDecimal("20")))
                .isEqualByComparingTo("114.6483");
        assertThat(ScoreRules.targetPrice(strong(), new BigDecimal("10")))
                .isEqualByComparingTo("110");
        assertThat(ScoreRules.targetPrice(weak(), new BigDecimal("0")))
                .isLessThan(new BigDecimal("90"));
    }

    @Test
    void labelsAreTheWordsOfTheSpec() {
        assertThat(ScoreRules.macdLabel(strong())).isEqualTo("bullish");
        assertThat(ScoreRules.macdLabel(weak())).isEqualTo("bearish");
        assertThat(
                        ScoreRules.macdLabel(
                                new Reading(
                                        100,
                                        50,
                                        true,
                                        0,
                                        0,
                                        1e-14,
                                        0,
                                        100,
                                        100,
                                        100,
                                        Averages.UNKNOWN,
                                        0,
                                        300)))
                .isEqualTo("neutral");
        assertThat(ScoreRules.averagesLabel(Averages.GOLDEN_CROSS)).isEqualTo("golden_cross");
        assertThat(ScoreRules.averagesLabel(Averages.BELOW)).isEqualTo("below");
    }
}
