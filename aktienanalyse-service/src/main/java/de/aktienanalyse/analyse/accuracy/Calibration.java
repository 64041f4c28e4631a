package de.aktienanalyse.analyse.accuracy;

import de.aktienanalyse.analyse.accuracy.Forecast.Verdict;
import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/// Learns from verdicts how likely a recommendation at a score is to prove right.
///
/// The hit rate of the same recommendation at the same whole score, over all shares, pulled towards
/// the base rate (how often that recommendation would have been right at any time) as long as the
/// past is small: `(hits + K · base) / (n + K)`. Forecasts of neighbouring bars share most of their
/// days, so twenty of them count as one independent observation. Only verdicts already known may be
/// learned: no look-ahead.
public final class Calibration {
    /// Independent observations that the base rate is worth.
    private static final double PRIOR = 10;

    private static final double WEIGHT = 1.0 / Forecast.HORIZON_BARS;

    private final Map<Recommendation, Tally> base = new EnumMap<>(Recommendation.class);
    private final Map<Cell, Tally> cells = new HashMap<>();
    private final Tally all = new Tally();
    private double brier;
    private double baseBrier;
    private double baseHits;

    private record Cell(Recommendation recommendation, int score) {
        static Cell of(Recommendation recommendation, BigDecimal score) {
            return new Cell(recommendation, score.intValue());
        }
    }

    private static final class Tally {
        private long seen;
        private long hits;

        void add(boolean hit) {
            seen++;
            hits += hit ? 1 : 0;
        }

        double towards(double prior) {
            return (hits * WEIGHT + PRIOR * prior) / (seen * WEIGHT + PRIOR);
        }
    }

    /// How far a forecast may be trusted.
    ///
    /// @param probability 0..1
    /// @param seen verdicts on the same recommendation at the same score
    /// @param hits how many of them were right
    /// @param baseRate how often the recommendation would have been right at any time, 0..1
    public record Trust(double probability, long seen, long hits, double baseRate) {}

    /// All verdicts so far. Rates are `NaN` before the first.
    ///
    /// @param hitRate 0..1
    /// @param baseRate mean of the base rates that were known when the verdicts came
    /// @param brier mean squared error of the probabilities, 0 is perfect; 0.25 is a coin
    /// @param baseBrier the same, had the base rate been said each time
    public record Summary(
            long verdicts, double hitRate, double baseRate, double brier, double baseBrier) {
        @Override
        public String toString() {
            return verdicts == 0
                    ? "no forecast is due yet"
                    : "%d forecasts judged: right %.1f %%, at any time %.1f %%, Brier score %.3f (%.3f)"
                            .formatted(verdicts, hitRate * 100, baseRate * 100, brier, baseBrier);
        }
    }

    public synchronized Trust trust(Recommendation recommendation, BigDecimal score) {
        double baseRate = baseRate(recommendation);
        Tally tally = cells.get(Cell.of(recommendation, score));
        return tally == null
                ? new Trust(baseRate, 0, 0, baseRate)
                : new Trust(tally.towards(baseRate), tally.seen, tally.hits, baseRate);
    }

    /// One half before anything is known.
    private double baseRate(Recommendation recommendation) {
        Tally tally = base.get(recommendation);
        return tally == null ? 0.5 : tally.towards(0.5);
    }

    public synchronized void learn(Verdict verdict) {
        Forecast forecast = verdict.forecast();
        double outcome = verdict.hit() ? 1 : 0;
        double baseRate = baseRate(forecast.recommendation());
        brier += Math.pow(forecast.probability() - outcome, 2);
        baseBrier += Math.pow(baseRate - outcome, 2);
        baseHits += baseRate;
        all.add(verdict.hit());
        for (Recommendation any : Recommendation.values()) {
            base.computeIfAbsent(any, _ -> new Tally())
                    .add(forecast.wouldBeRight(any, verdict.forwardReturn()));
        }
        cells.computeIfAbsent(
                        Cell.of(forecast.recommendation(), forecast.score()), _ -> new Tally())
                .add(verdict.hit());
    }

    public synchronized Summary summary() {
        double n = all.seen == 0 ? Double.NaN : all.seen;
        return new Summary(all.seen, all.hits / n, baseHits / n, brier / n, baseBrier / n);
    }
}
