package de.aktienanalyse.analyse.scoring;

import de.aktienanalyse.analyse.accuracy.Calibration.Trust;
import de.aktienanalyse.analyse.accuracy.Forecast;
import de.aktienanalyse.analyse.accuracy.ForecastBook;
import de.aktienanalyse.analyse.feeds.Instrument;
import de.aktienanalyse.analyse.indicators.Indicators;
import de.aktienanalyse.analyse.indicators.Indicators.Reading;
import de.aktienanalyse.analyse.scoring.ShareSeries.Step;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.StockEvent.AnalysisType;
import de.aktienanalyse.events.StockEvent.Macd;
import de.aktienanalyse.events.StockEvent.ScorePart;
import de.aktienanalyse.events.StockEvent.TechnicalIndicators;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Puts what a bar led to into words.
final class Analyses {
    private final Clock clock;

    Analyses(Clock clock) {
        this.clock = clock;
    }

    /// @param cause what asked for it; the same cause gives the same id, so that a repeat is
    ///   recognised
    /// @return null when there are too few bars for a score
    @Nullable AnalysisCompleted of(Instrument instrument, Step step, String cause) {
        Score score = step.score();
        Trust trust = step.trust();
        if (score == null || trust == null) {
            return null;
        }
        return new AnalysisCompleted(
                id(cause),
                instrument.symbol(),
                score.points(),
                ForecastBook.probability(trust.probability()),
                indicators(step.reading()),
                score.recommendation(),
                ScoreRules.targetPrice(step.reading(), score.points()),
                ScoreRules.riskLevel(step.reading()),
                AnalysisType.TECHNICAL,
                instrument.isin(),
                instrument.currency(),
                step.bar().close(),
                step.bar().end(),
                step.reading().bars(),
                ScoreRules.VERSION,
                withTrackRecord(ScoreRules.explain(step.reading()), trust),
                clock.instant());
    }

    private static String id(String cause) {
        return UUID.nameUUIDFromBytes(cause.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static TechnicalIndicators indicators(Reading reading) {
        BigDecimal rsi = Indicators.figure(reading.rsi14());
        BigDecimal line = Indicators.figure(reading.macdLine());
        return new TechnicalIndicators(
                rsi,
                ScoreRules.macdLabel(reading),
                ScoreRules.averagesLabel(reading.averages()),
                rsi,
                line == null
                        ? null
                        : new Macd(
                                line,
                                Indicators.figure(reading.macdSignal()),
                                Indicators.figure(reading.macdHistogram())),
                Indicators.figure(reading.sma20()),
                Indicators.figure(reading.sma50()),
                Indicators.figure(reading.sma200()));
    }

    /// The last part gives no points: it says where the confidence comes from.
    private static List<ScorePart> withTrackRecord(List<ScorePart> parts, Trust trust) {
        List<ScorePart> all = new ArrayList<>(parts);
        all.add(new ScorePart("track_record", BigDecimal.ZERO, BigDecimal.ZERO, reason(trust)));
        return all;
    }

    private static String reason(Trust trust) {
        String base = "right at any time: " + percent(trust.baseRate());
        if (trust.seen() == 0) {
            return "no such forecast is due yet; " + base;
        }
        return "%s of %d such forecasts right after %d bars; %s"
                .formatted(
                        percent((double) trust.hits() / trust.seen()),
                        trust.seen(),
                        Forecast.HORIZON_BARS,
                        base);
    }

    private static String percent(double fraction) {
        return BigDecimal.valueOf(fraction * 100).setScale(1, RoundingMode.HALF_UP) + " %";
    }
}
