package de.aktienanalyse.auswertung.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.auswertung.holdings.Holding;
import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingTests {

    private static Holding holding(String symbol, String cost, String value) {
        BigDecimal worth = new BigDecimal(value);
        return new Holding(symbol, BigDecimal.ONE, new BigDecimal(cost), worth, worth);
    }

    private static List<String> order(List<Holding> holdings, Map<String, Score> scores) {
        return Ranking.of(holdings, BigDecimal.TEN, scores).stream()
                .map(RankedHolding::symbol)
                .toList();
    }

    private static Score score(String symbol, String score) {
        return new Score(symbol, new BigDecimal(score), Recommendation.HOLD);
    }

    @Test
    void withoutScoresTheReturnDecides() {
        assertThat(
                        order(
                                List.of(
                                        holding("A", "10", "9"),
                                        holding("B", "10", "15"),
                                        holding("C", "10", "12")),
                                Map.of()))
                .containsExactly("B", "C", "A");
    }

    @Test
    void goodInBothIsBetterThanBestInOne() {
        List<Holding> holdings =
                List.of(
                        holding("BEST_RETURN", "10", "20"),
                        holding("GOOD", "10", "19"),
                        holding("BEST_SCORE", "10", "5"),
                        holding("MIDDLE", "10", "11"));
        Map<String, Score> scores =
                Map.of(
                        "BEST_RETURN", score("BEST_RETURN", "1"),
                        "GOOD", score("GOOD", "17"),
                        "BEST_SCORE", score("BEST_SCORE", "18"),
                        "MIDDLE", score("MIDDLE", "9"));

        assertThat(order(holdings, scores))
                .containsExactly("GOOD", "BEST_RETURN", "BEST_SCORE", "MIDDLE");
    }

    @Test
    void equalReturnsShareAPlaceAndTheSymbolDecides() {
        List<RankedHolding> ranked =
                Ranking.of(
                        List.of(
                                holding("B", "10", "11"),
                                holding("A", "10", "11"),
                                holding("C", "10", "10")),
                        BigDecimal.TEN,
                        Map.of());

        assertThat(ranked).extracting(RankedHolding::symbol).containsExactly("A", "B", "C");
        assertThat(ranked).extracting(RankedHolding::returnRank).containsExactly(1, 1, 3);
    }

    @Test
    void aHoldingWithoutAnyFigureIsLast() {
        Holding unpriced = new Holding("A", BigDecimal.ONE, BigDecimal.TEN, null, BigDecimal.TEN);

        assertThat(order(List.of(unpriced, holding("Z", "10", "1")), Map.of()))
                .containsExactly("Z", "A");
    }
}
