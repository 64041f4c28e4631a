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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One share in memory: its indicators and open forecasts, brought on bar by bar.
///
/// Memory does not roll back with the database. So a bar is taken in once, and what it led to is
/// kept until the next one: a reaction that failed finds the same steps again.
final class ShareSeries {
    private final Series series;
    private final Calibration calibration;
    private final Indicators indicators = new Indicators();
    private final OpenForecasts open = new OpenForecasts();
    private List<Step> steps = List.of();
    private @Nullable Bar newest;

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
        return newest == null ? null : newest.start();
    }

    /// What the newest bar led to.
    synchronized @Nullable Step newestStep() {
        return steps.isEmpty() ? null : steps.getLast();
    }

    /// Takes in bars that follow the newest one, and gives what they led to. Without new bars: what
    /// the last ones led to, if they ended with the bar that is asked for.
    synchronized List<Step> advance(List<Bar> bars, Instant asked) {
        List<Step> taken = new ArrayList<>();
        for (Bar bar : bars) {
            if (newest == null || bar.start().isAfter(newest.start())) {
                taken.add(take(bar));
            }
        }
        if (!taken.isEmpty()) {
            steps = List.copyOf(taken);
        }
        return newest != null && newest.start().equals(asked) ? steps : List.of();
    }

    private Step take(Bar bar) {
        newest = bar;
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
