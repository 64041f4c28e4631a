package de.aktienanalyse.analyse.scoring;

import de.aktienanalyse.analyse.accuracy.Calibration;
import de.aktienanalyse.analyse.accuracy.Calibration.Trust;
import de.aktienanalyse.analyse.accuracy.Forecast;
import de.aktienanalyse.analyse.accuracy.Forecast.Verdict;
import de.aktienanalyse.analyse.accuracy.OpenForecasts;
import de.aktienanalyse.analyse.feeds.Bar;
import de.aktienanalyse.analyse.indicators.Indicators;
import de.aktienanalyse.analyse.indicators.Indicators.Reading;
import de.aktienanalyse.analyse.marketdata.MarketData.Series;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One share in memory: its indicators and open forecasts, brought on bar by bar.
///
/// Memory does not roll back with the database, and a reaction that failed is made again, with
/// those of a whole batch before it. So a bar is taken in once, and what the newest ones led to is
/// remembered: the database says which of them have been dealt with.
final class ShareSeries {
    /// Twice what the bus puts into one transaction.
    private static final int REMEMBERED = 128;

    private final Series series;
    private final Calibration calibration;
    private final Indicators indicators = new Indicators();
    private final OpenForecasts open = new OpenForecasts();
    private final Deque<Step> steps = new ArrayDeque<>();

    /// What one bar led to.
    ///
    /// @param score null when there are too few bars, like what follows
    /// @param verdict on the forecast that the bar decided; null when there was none
    record Step(
            Bar bar,
            Reading reading,
            @Nullable Score score,
            @Nullable Trust trust,
            @Nullable Forecast forecast,
            @Nullable Verdict verdict) {}

    ShareSeries(Series series, Calibration calibration) {
        this.series = series;
        this.calibration = calibration;
    }

    Series series() {
        return series;
    }

    /// Start of the newest bar taken in.
    synchronized @Nullable Instant newestStart() {
        Step newest = steps.peekLast();
        return newest == null ? null : newest.bar().start();
    }

    /// What the newest bar led to.
    synchronized @Nullable Step newestStep() {
        return steps.peekLast();
    }

    /// Takes in what is newer than the newest bar.
    synchronized void advance(List<Bar> bars) {
        for (Bar bar : bars) {
            Step newest = steps.peekLast();
            if (newest == null || bar.start().isAfter(newest.bar().start())) {
                steps.add(take(bar));
            }
            if (steps.size() > REMEMBERED) {
                steps.remove();
            }
        }
    }

    /// What bars led to that end after one time and not after another, oldest first.
    ///
    /// @param after null: only the newest of them, since nothing before it was ever dealt with
    synchronized List<Step> steps(@Nullable Instant after, Instant until) {
        List<Step> found =
                steps.stream()
                        .filter(step -> !step.bar().end().isAfter(until))
                        .filter(step -> after == null || step.bar().end().isAfter(after))
                        .toList();
        return after == null && !found.isEmpty() ? List.of(found.getLast()) : found;
    }

    private Step take(Bar bar) {
        indicators.add(bar.close());
        Verdict verdict = open.onBar(bar.end(), bar.close());
        if (verdict != null) {
            calibration.learn(verdict);
        }
        Reading reading = indicators.reading();
        if (!series.instrument().scored() || !ScoreRules.suffices(reading)) {
            open.add(null);
            return new Step(bar, reading, null, null, null, verdict);
        }
        Score score = ScoreRules.score(reading);
        Trust trust = calibration.trust(score.recommendation(), score.points());
        Forecast forecast =
                new Forecast(
                        series.source(),
                        bar.symbol(),
                        bar.end(),
                        ScoreRules.VERSION,
                        score.recommendation(),
                        score.points(),
                        trust.probability(),
                        bar.close(),
                        reading.expectedMove(Forecast.HORIZON_BARS));
        open.add(forecast);
        return new Step(bar, reading, score, trust, forecast, verdict);
    }
}
