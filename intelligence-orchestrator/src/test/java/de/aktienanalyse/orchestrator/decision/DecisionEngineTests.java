package de.aktienanalyse.orchestrator.decision;

import static de.aktienanalyse.orchestrator.Shares.free;
import static de.aktienanalyse.orchestrator.Shares.held;
import static de.aktienanalyse.orchestrator.Shares.picture;
import static de.aktienanalyse.orchestrator.Shares.rated;
import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.events.CrossSystemEvent.Action;
import de.aktienanalyse.events.CrossSystemEvent.AnalysisResults;
import de.aktienanalyse.events.StockEvent.Recommendation;
import de.aktienanalyse.orchestrator.correlation.Correlation;
import de.aktienanalyse.orchestrator.picture.Share;
import de.aktienanalyse.orchestrator.picture.SystemPicture;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionEngineTests {
    static final DecisionRules RULES =
            new DecisionRules(
                    new BigDecimal("0.5"),
                    new BigDecimal("12"),
                    new BigDecimal("3"),
                    new BigDecimal("15"),
                    1,
                    new BigDecimal("5"),
                    new BigDecimal("8"),
                    8,
                    Duration.ofHours(1));

    private final DecisionEngine engine = new DecisionEngine(RULES);

    /// The spec's own example: NVDA with 18.5 against the position on rank 7.
    @Test
    void importsAShareThatOutperformsTheWorstPosition() {
        Decision decision =
                only(
                        picture(
                                held("AAPL", "17", "0.9", "25.4", 1),
                                held("IBM", "10", "0.8", "12.8", 7),
                                free("NVDA", "18.5", "0.92")));

        assertThat(decision.action()).isEqualTo(Action.AUTO_IMPORT);
        assertThat(decision.symbol()).isEqualTo("NVDA");
        assertThat(decision.triggerType()).isEqualTo("performance_comparison");
        assertThat(decision.reason()).isEqualTo("outperforms_worst_position");
        assertThat(decision.confidence()).isEqualByComparingTo("0.92");
        assertThat(decision.figures())
                .isEqualTo(new AnalysisResults(new BigDecimal("18.5"), new BigDecimal("12.8"), 7));
        assertThat(decision.explanation())
                .isEqualTo(
                        "NVDA aufnehmen: Bewertung 18,5 von 20, das sind 8,5 Punkte mehr als die schwächste"
                                + " Position IBM (Rang 7, Rendite 12,8 %); Konfidenz 92 %.");
    }

    @Test
    void recommendsOnlyTheBestOfSeveralImports() {
        assertThat(
                        decide(
                                picture(
                                        held("IBM", "10", "0.8", "1", 1),
                                        free("KO", "15", "0.9"),
                                        free("NVDA", "18", "0.9"))))
                .extracting(Decision::symbol)
                .containsExactly("NVDA");
    }

    @Test
    void doesNotImportWithoutEnoughConfidence() {
        assertThat(decide(picture(held("IBM", "10", "0.8", "1", 1), free("NVDA", "18", "0.49"))))
                .isEmpty();
    }

    @Test
    void doesNotImportForASmallLead() {
        assertThat(decide(picture(held("IBM", "13", "0.8", "1", 1), free("NVDA", "15.9", "0.9"))))
                .isEmpty();
    }

    @Test
    void doesNotImportWhatIsRatedSell() {
        assertThat(
                        decide(
                                picture(
                                        held("IBM", "2", "0.1", "1", 1),
                                        rated(free("NVDA", "15.9", "0.9"), Recommendation.SELL))))
                .isEmpty();
    }

    @Test
    void importsAStrongShareIntoAnEmptyDepot() {
        Decision decision = only(picture(free("KO", "14.9", "0.9"), free("NVDA", "15", "0.6")));

        assertThat(decision.symbol()).isEqualTo("NVDA");
        assertThat(decision.reason()).isEqualTo("strong_share_for_empty_depot");
        assertThat(decision.figures().currentDepotRanking()).isNull();
    }

    @Test
    void sellsAHoldingThatIsWeakAndRatedSell() {
        Decision decision =
                only(picture(rated(held("TSLA", "5", "0.7", "3", 1), Recommendation.SELL)));

        assertThat(decision.action()).isEqualTo(Action.SELL);
        assertThat(decision.reason()).isEqualTo("weak_score_rated_sell");
        assertThat(decision.explanation())
                .isEqualTo(
                        "Verkauf von TSLA empfohlen: Bewertung nur 5,0 von 20 mit Urteil SELL"
                                + " (Rang 1, Rendite 3,0 %), Konfidenz 70 %.");
    }

    @Test
    void reducesAHoldingThatIsWeakAndLosesMoney() {
        Decision decision = only(picture(held("TSLA", "8", "0.7", "-8.2", 1)));

        assertThat(decision.action()).isEqualTo(Action.REDUCE);
        assertThat(decision.reason()).isEqualTo("weak_score_and_loss");
    }

    @Test
    void keepsAWeakHoldingThatEarnsMoney() {
        assertThat(decide(picture(held("TSLA", "8", "0.7", "0.1", 1)))).isEmpty();
    }

    @Test
    void saysNothingWithoutScoresOrWithoutTheDepot() {
        Share[] shares = {held("IBM", "2", "0.8", "-5", 1), free("NVDA", "18", "0.9")};
        for (String missing : List.of(SystemPicture.ANALYSIS, SystemPicture.DEPOT)) {
            SystemPicture whole = picture(shares);
            SystemPicture partial =
                    new SystemPicture(whole.takenAt(), "depot-1", whole.shares(), List.of(missing));
            assertThat(decide(partial)).as("without " + missing).isEmpty();
        }
    }

    @Test
    void doesNotRepeatWhatWasSaidLately() {
        SystemPicture picture =
                picture(
                        held("IBM", "10", "0.8", "1", 1),
                        free("KO", "15", "0.9"),
                        free("NVDA", "18", "0.9"));

        assertThat(
                        engine.decide(
                                picture,
                                Correlation.of(picture),
                                Set.of(new Decision.Subject(Action.AUTO_IMPORT, "NVDA"))))
                .extracting(Decision::symbol)
                .containsExactly("KO");
    }

    /// Eight holdings whose better scores earned less, perfectly: nothing that rests on scores is
    /// believed.
    @Test
    void distrustsScoresThatRanAgainstReturns() {
        Share[] shares =
                IntStream.rangeClosed(1, 9)
                        .mapToObj(i ->
                                i == 9
                                        ? free("NVDA", "20", "0.99")
                                        : held("S" + i, "" + i, "0.9", "" + -i, i))
                        .toArray(Share[]::new);

        assertThat(decide(picture(shares))).isEmpty();
    }

    private Decision only(SystemPicture picture) {
        List<Decision> decisions = decide(picture);
        assertThat(decisions).hasSize(1);
        return decisions.getFirst();
    }

    private List<Decision> decide(SystemPicture picture) {
        return engine.decide(picture, Correlation.of(picture), Set.of());
    }
}
