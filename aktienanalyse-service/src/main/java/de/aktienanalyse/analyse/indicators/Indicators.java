package de.aktienanalyse.analyse.indicators;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/// All indicators of one share, fed close by close, oldest first. Not for use by two threads at
/// once.
public final class Indicators {
    /// Trading days per year, by which volatility is made annual.
    private static final double DAYS_PER_YEAR = 252;

    /// A cross counts as fresh for a trading week.
    private static final int FRESH = 5;

    private final Rsi rsi14 = new Rsi(14);
    private final Macd macd = new Macd();
    private final Sma sma20 = new Sma(20);
    private final Sma sma50 = new Sma(50);
    private final Sma sma200 = new Sma(200);
    private final Volatility volatility20 = new Volatility(20);
    private final MovingAverageCross cross = new MovingAverageCross();
    private double close = Double.NaN;
    private int bars;

    /// Where the 50-day average stands to the 200-day one.
    public enum Averages {
        /// SMA 50 rose above SMA 200 within the last five bars.
        GOLDEN_CROSS,
        /// SMA 50 fell below SMA 200 within the last five bars.
        DEATH_CROSS,
        ABOVE,
        BELOW,
        UNKNOWN
    }

    /// What the indicators say after a bar. `NaN` where they need more bars.
    ///
    /// @param close in currency, likewise the averages and MACD
    /// @param rsiFlat whether there was no movement, so that RSI is 50 by convention
    /// @param volatility of 20 daily returns, annual (× √252), as a fraction
    /// @param bars how many were used
    public record Reading(
            double close,
            double rsi14,
            boolean rsiFlat,
            double macdLine,
            double macdSignal,
            double macdHistogram,
            double macdHistogramBefore,
            double sma20,
            double sma50,
            double sma200,
            Averages averages,
            double volatility,
            int bars) {

        /// How far the price moves in so many days, by one deviation, as a fraction.
        public double expectedMove(int days) {
            return volatility * Math.sqrt(days / DAYS_PER_YEAR);
        }
    }

    public void add(BigDecimal newClose) {
        close = newClose.doubleValue();
        bars++;
        rsi14.add(close);
        macd.add(close);
        sma20.add(close);
        sma50.add(close);
        sma200.add(close);
        volatility20.add(close);
        cross.add(sma50.value(), sma200.value());
    }

    public Reading reading() {
        return new Reading(
                close,
                rsi14.value(),
                rsi14.flat(),
                macd.line(),
                macd.signal(),
                macd.histogram(),
                macd.histogramBefore(),
                sma20.value(),
                sma50.value(),
                sma200.value(),
                averages(),
                volatility20.daily() * Math.sqrt(DAYS_PER_YEAR),
                bars);
    }

    private Averages averages() {
        if (cross.side() == 0) {
            return Averages.UNKNOWN;
        }
        boolean above = cross.side() > 0;
        if (cross.crossedWithin(FRESH)) {
            return above ? Averages.GOLDEN_CROSS : Averages.DEATH_CROSS;
        }
        return above ? Averages.ABOVE : Averages.BELOW;
    }

    /// A figure for the wire: 15 significant digits, which is all that a double holds; null for
    /// `NaN`.
    public static @Nullable BigDecimal figure(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(15)).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
