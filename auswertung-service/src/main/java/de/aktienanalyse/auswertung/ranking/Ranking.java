package de.aktienanalyse.auswertung.ranking;

import de.aktienanalyse.auswertung.holdings.Holding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Orders holdings. The overall place follows the mean of the places by return and by score; a
/// place that is unknown does not count. On a tie the higher return is better, then the symbol
/// decides.
final class Ranking {
    private Ranking() {}

    /// Best first.
    static List<RankedHolding> of(
            List<Holding> holdings, BigDecimal totalValue, Map<String, Score> scores) {
        Map<String, Integer> byReturn = places(holdings, Holding::returnPercent);
        Map<String, Integer> byScore =
                places(
                        holdings,
                        holding -> {
                            Score score = scores.get(holding.symbol());
                            return score == null ? null : score.score();
                        });
        Comparator<Holding> best =
                Comparator.<Holding>comparingDouble(holding ->
                                mean(byReturn.get(holding.symbol()), byScore.get(holding.symbol())))
                        .thenComparing(holding ->
                                byReturn.getOrDefault(holding.symbol(), Integer.MAX_VALUE))
                        .thenComparing(Holding::symbol);
        List<Holding> ordered = holdings.stream().sorted(best).toList();
        return IntStream.range(0, ordered.size())
                .mapToObj(i -> {
                    Holding holding = ordered.get(i);
                    Score score = scores.get(holding.symbol());
                    return new RankedHolding(
                            holding,
                            holding.returnPercent(),
                            holding.weightIn(totalValue),
                            score == null ? null : score.score(),
                            score == null ? null : score.recommendation(),
                            byReturn.get(holding.symbol()),
                            byScore.get(holding.symbol()),
                            i + 1);
                })
                .toList();
    }

    /// Places from 1; equal figures share the better place.
    private static Map<String, Integer> places(
            List<Holding> holdings, Function<Holding, @Nullable BigDecimal> figure) {
        record Known(String symbol, BigDecimal figure) {}
        List<Known> known = new ArrayList<>();
        for (Holding holding : holdings) {
            BigDecimal value = figure.apply(holding);
            if (value != null) {
                known.add(new Known(holding.symbol(), value));
            }
        }
        known.sort(Comparator.comparing(Known::figure).reversed());
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < known.size(); i++) {
            Known now = known.get(i);
            boolean tied = i > 0 && known.get(i - 1).figure().compareTo(now.figure()) == 0;
            Integer place = tied ? places.get(known.get(i - 1).symbol()) : Integer.valueOf(i + 1);
            places.put(now.symbol(), place == null ? i + 1 : place);
        }
        return places;
    }

    private static double mean(@Nullable Integer one, @Nullable Integer other) {
        if (one == null) {
            return other == null ? Double.MAX_VALUE : other;
        }
        return other == null ? one : (one + other) / 2.0;
    }
}
