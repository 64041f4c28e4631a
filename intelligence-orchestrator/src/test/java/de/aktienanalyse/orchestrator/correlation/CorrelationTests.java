package de.aktienanalyse.orchestrator.correlation;

import static de.aktienanalyse.orchestrator.Shares.free;
import static de.aktienanalyse.orchestrator.Shares.held;
import static de.aktienanalyse.orchestrator.Shares.picture;
import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.orchestrator.picture.Share;
import org.junit.jupiter.api.Test;

class CorrelationTests {

    @Test
    void betterScoresThatEarnedMoreCorrelate() {
        Correlations found =
                Correlation.of(
                        picture(
                                held("AAPL", "18", "0.9", "25.4", 1),
                                held("MSFT", "14", "0.8", "18.7", 2),
                                held("TSLA", "6", "0.7", "-8.2", 3)));

        assertThat(found.scoreAgainstReturn().rho()).isEqualByComparingTo("1");
        assertThat(found.scoreAgainstRank().rho()).isEqualByComparingTo("1");
        assertThat(found.scoreAgainstReturn().observations()).isEqualTo(3);
    }

    @Test
    void worstPositionIsTheLastOfTheDepotsRanking() {
        Correlations found =
                Correlation.of(
                        picture(
                                held("AAPL", "4", "0.9", "-20", 1),
                                held("TSLA", "16", "0.7", "30", 2)));

        assertThat(found.worstPosition()).extracting(Share::symbol).isEqualTo("TSLA");
    }

    @Test
    void candidatesAreTheScoredSharesNotHeldBestFirst() {
        Correlations found =
                Correlation.of(
                        picture(
                                free("IBM", "9", "0.9"),
                                held("AAPL", "18", "0.9", "1", 1),
                                free("NVDA", "18.5", "0.92"),
                                new Share("NEW", null, null, null, null, null, null, false)));

        assertThat(found.candidates()).extracting(Share::symbol).containsExactly("NVDA", "IBM");
    }

    @Test
    void holdingsWithoutScoreAreNotCounted() {
        Correlations found =
                Correlation.of(
                        picture(
                                held("AAPL", "18", "0.9", "25.4", 1),
                                new Share("OLD", null, null, null, null, null, 2, true)));

        assertThat(found.scoreAgainstReturn().observations()).isEqualTo(1);
        assertThat(found.scoreAgainstReturn().rho()).isNull();
        assertThat(found.worstPosition()).extracting(Share::symbol).isEqualTo("AAPL");
    }
}
