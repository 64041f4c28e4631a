package de.aktienanalyse.analyse.accuracy;

import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.time.Instant;

/// What an analysis foretells: that its recommendation proves right [#HORIZON_BARS] bars later.
///
/// BUY is right when the price is higher then, SELL when it is lower, HOLD when it has not moved by
/// more than one expected deviation.
///
/// @param asOf end of the last bar that was used
/// @param score 0..20
/// @param probability that it proves right, 0..1, as said at the time
/// @param price the close it starts from
/// @param expectedMove one deviation over the horizon, as a fraction of the price
public record Forecast(
        String source,
        String symbol,
        Instant asOf,
        String scoringVersion,
        Recommendation recommendation,
        BigDecimal score,
        double probability,
        BigDecimal price,
        double expectedMove) {

    /// About a month of trading days.
    public static final int HORIZON_BARS = 20;

    /// Whether a recommendation would have been right, given what came.
    boolean wouldBeRight(Recommendation given, double forwardReturn) {
        return switch (given) {
            case BUY -> forwardReturn > 0;
            case SELL -> forwardReturn < 0;
            case HOLD -> Math.abs(forwardReturn) <= expectedMove;
        };
    }

    /// What came of it.
    public Verdict judge(Instant dueAt, BigDecimal priceThen) {
        double forwardReturn = priceThen.doubleValue() / price.doubleValue() - 1;
        return new Verdict(this, dueAt, forwardReturn, wouldBeRight(recommendation, forwardReturn));
    }

    /// @param dueAt end of the bar that decided
    /// @param forwardReturn simple return over the horizon, as a fraction
    public record Verdict(Forecast forecast, Instant dueAt, double forwardReturn, boolean hit) {}
}
