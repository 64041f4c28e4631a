package de.aktienanalyse.analyse.scoring;

import de.aktienanalyse.analyse.accuracy.Forecast;
import de.aktienanalyse.analyse.indicators.Indicators;
import de.aktienanalyse.analyse.indicators.Indicators.Averages;
import de.aktienanalyse.analyse.indicators.Indicators.Reading;
import de.aktienanalyse.events.StockEvent.Recommendation;
import de.aktienanalyse.events.StockEvent.RiskLevel;
import de.aktienanalyse.events.StockEvent.ScorePart;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The written rules: five parts, 20 points together.
///
/// | part | most | asks |
/// |---|---|---|
/// | trend | 5 | close above SMA 50 (2) and above SMA 200 (3) |
/// | moving_averages | 4 | SMA 50 above SMA 200 (3), freshly crossed (4) |
/// | momentum | 4 | RSI 14 in a rising but not overheated range |
/// | macd | 4 | line above signal (2), line above 0 (1), histogram growing (1) |
/// | risk | 3 | annual volatility up to 20 % (3), 35 % (2), 50 % (1) |
///
/// A part that needs more bars than there are counts nothing; the others are then weighted up, so
/// that the parts always add up to the score. The rules are a model to be measured, not advice:
/// `accuracy` measures them.
final class ScoreRules {
    /// Changes with every change of the rules, so that forecasts of two rules are never mixed.
    static final String VERSION = "technical-1";

    /// MACD's signal needs 34 bars; with fewer there is no score.
    static final int MIN_BARS = 34;

    private static final BigDecimal BUY_FROM = BigDecimal.valueOf(14);
    private static final BigDecimal SELL_UP_TO = BigDecimal.valueOf(7);

    private ScoreRules() {}

    /// What one part found.
    ///
    /// @param most 0 when it could not be measured
    private record Part(String name, int points, int most, Supplier<String> reason) {}

    static boolean suffices(Reading reading) {
        return reading.bars() >= MIN_BARS;
    }

    /// @param reading with at least [#MIN_BARS] bars
    static Score score(Reading reading) {
        List<Part> found = parts(reading);
        int most = most(found);
        long hundredths = 0;
        for (Part part : found) {
            hundredths += weighted(part.points(), most);
        }
        BigDecimal points = BigDecimal.valueOf(hundredths, 2);
        return new Score(points, recommendation(points));
    }

    /// The same score in its parts, with reasons.
    static List<ScorePart> explain(Reading reading) {
        List<Part> found = parts(reading);
        int most = most(found);
        List<ScorePart> parts = new ArrayList<>(found.size() + 1);
        for (Part part : found) {
            parts.add(
                    new ScorePart(
                            part.name(),
                            BigDecimal.valueOf(weighted(part.points(), most), 2),
                            BigDecimal.valueOf(weighted(part.most(), most), 2),
                            part.reason().get()));
        }
        return parts;
    }

    private static List<Part> parts(Reading reading) {
        return List.of(
                trend(reading), averages(reading), momentum(reading), macd(reading), risk(reading));
    }

    private static int most(List<Part> found) {
        int most = 0;
        for (Part part : found) {
            most += part.most();
        }
        return most;
    }

    /// In hundredths of a point of 20, rounded down, so that the parts never add up to more than
    /// 20.
    private static long weighted(int points, int most) {
        return points * 2000L / most;
    }

    private static Part trend(Reading r) {
        if (Double.isNaN(r.sma50())) {
            return unknown("trend", 50, r);
        }
        boolean above50 = r.close() > r.sma50();
        if (Double.isNaN(r.sma200())) {
            return new Part(
                    "trend",
                    above50 ? 2 : 0,
                    2,
                    () -> "close " + side(above50) + " SMA 50, SMA 200 not known yet");
        }
        boolean above200 = r.close() > r.sma200();
        return new Part(
                "trend",
                (above50 ? 2 : 0) + (above200 ? 3 : 0),
                5,
                () -> "close " + side(above50) + " SMA 50, " + side(above200) + " SMA 200");
    }

    private static Part averages(Reading r) {
        return switch (r.averages()) {
            case UNKNOWN -> unknown("moving_averages", 200, r);
            case GOLDEN_CROSS ->
                    new Part("moving_averages", 4, 4, () -> "SMA 50 has just risen above SMA 200");
            case ABOVE -> new Part("moving_averages", 3, 4, () -> "SMA 50 above SMA 200");
            case BELOW -> new Part("moving_averages", 1, 4, () -> "SMA 50 below SMA 200");
            case DEATH_CROSS ->
                    new Part("moving_averages", 0, 4, () -> "SMA 50 has just fallen below SMA 200");
        };
    }

    private static Part momentum(Reading r) {
        double rsi = r.rsi14();
        if (r.rsiFlat()) {
            return new Part("momentum", 2, 4, () -> "RSI 14 set to 50: the price has not moved");
        }
        if (rsi >= 80) {
            return new Part("momentum", 0, 4, at(rsi, "overheated"));
        }
        if (rsi >= 70) {
            return new Part("momentum", 2, 4, at(rsi, "overbought"));
        }
        if (rsi >= 50) {
            return new Part("momentum", 4, 4, at(rsi, "rising"));
        }
        if (rsi >= 40) {
            return new Part("momentum", 2, 4, at(rsi, "weak"));
        }
        return rsi >= 30
                ? new Part("momentum", 1, 4, at(rsi, "falling"))
                : new Part("momentum", 2, 4, at(rsi, "oversold, may recover"));
    }

    private static Supplier<String> at(double rsi, String word) {
        return () -> "RSI 14 at " + Math.round(rsi) + ", " + word;
    }

    private static Part macd(Reading r) {
        boolean aboveSignal = r.macdHistogram() > 0;
        boolean aboveZero = r.macdLine() > 0;
        boolean growing = r.macdHistogram() > r.macdHistogramBefore();
        return new Part(
                "macd",
                (aboveSignal ? 2 : 0) + (aboveZero ? 1 : 0) + (growing ? 1 : 0),
                4,
                () ->
                        "MACD "
                                + side(aboveSignal)
                                + " signal, "
                                + side(aboveZero)
                                + " zero, histogram "
                                + (growing ? "growing" : "not growing"));
    }

    private static Part risk(Reading r) {
        double percent = r.volatility() * 100;
        int points = percent <= 20 ? 3 : percent <= 35 ? 2 : percent <= 50 ? 1 : 0;
        return new Part(
                "risk",
                points,
                3,
                () -> "volatility " + Math.round(percent) + " % a year, from 20 bars");
    }

    private static Part unknown(String name, int needed, Reading r) {
        return new Part(name, 0, 0, () -> "needs " + needed + " bars, there are " + r.bars());
    }

    private static String side(boolean above) {
        return above ? "above" : "below";
    }

    private static Recommendation recommendation(BigDecimal points) {
        if (points.compareTo(BUY_FROM) >= 0) {
            return Recommendation.BUY;
        }
        return points.compareTo(SELL_UP_TO) <= 0 ? Recommendation.SELL : Recommendation.HOLD;
    }

    /// Up to 20 % a year is what a broad index has, beyond 40 % a year a tenth is gone in a bad
    /// week.
    static RiskLevel riskLevel(Reading r) {
        double volatility = r.volatility();
        if (volatility <= 0.20) {
            return RiskLevel.LOW;
        }
        return volatility <= 0.40 ? RiskLevel.MEDIUM : RiskLevel.HIGH;
    }

    /// The close moved by the share of one expected deviation that the score asks for: a full one
    /// up at 20 points, none at 10, a full one down at 0.
    static @Nullable BigDecimal targetPrice(Reading r, BigDecimal points) {
        double conviction = (points.doubleValue() - 10) / 10;
        double target = r.close() * (1 + conviction * r.expectedMove(Forecast.HORIZON_BARS));
        BigDecimal figure = Indicators.figure(Math.max(0, target));
        return figure == null
                ? null
                : figure.setScale(Math.min(4, figure.scale()), RoundingMode.HALF_UP);
    }

    /// The spec's word for MACD.
    static String macdLabel(Reading r) {
        // Below a billionth of the price it is the rounding of doubles.
        if (Double.isNaN(r.macdHistogram()) || Math.abs(r.macdHistogram()) < 1e-9 * r.close()) {
            return "neutral";
        }
        return r.macdHistogram() > 0 ? "bullish" : "bearish";
    }

    /// The spec's word for the moving averages.
    static String averagesLabel(Averages averages) {
        return switch (averages) {
            case GOLDEN_CROSS -> "golden_cross";
            case DEATH_CROSS -> "death_cross";
            case ABOVE -> "above";
            case BELOW -> "below";
            case UNKNOWN -> "unknown";
        };
    }
}
