package de.aktienanalyse.verwaltung.alerts;

import de.aktienanalyse.commands.Command.AlertCondition;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One rule and what it saw last. Immutable.
///
/// @param threshold price in currency, shares, or percent, by condition
/// @param met whether the condition held on the newest bar; null when that is not known yet
/// @param lastClose close of the newest bar; null before the first
/// @param evaluatedAt end of the newest bar; null before the first
record AlertRule(
        String ruleId,
        String actor,
        String symbol,
        AlertCondition condition,
        BigDecimal threshold,
        @Nullable Boolean met,
        @Nullable BigDecimal lastClose,
        @Nullable Instant evaluatedAt,
        Instant createdAt,
        @Nullable String correlationId,
        @Nullable String traceparent) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /// @param rule after the bar
    /// @param crossing the value that crossed; null when nothing did
    record Evaluation(AlertRule rule, @Nullable BigDecimal crossing) {}

    /// Looks at a bar. Only false → true is a crossing: a rule that holds when it is made says
    /// nothing until it has ceased to hold once, and a bar whose figure is unknown changes nothing.
    Evaluation on(BarClosed bar) {
        if (evaluatedAt != null && !bar.barEnd().isAfter(evaluatedAt)) {
            return new Evaluation(this, null);
        }
        BigDecimal value = value(bar);
        Boolean holds = value == null ? met : Boolean.valueOf(holds(condition, threshold, value));
        boolean crossed = Boolean.TRUE.equals(holds) && Boolean.FALSE.equals(met);
        AlertRule after =
                new AlertRule(
                        ruleId,
                        actor,
                        symbol,
                        condition,
                        threshold,
                        holds,
                        bar.close(),
                        bar.barEnd(),
                        createdAt,
                        correlationId,
                        traceparent);
        return new Evaluation(after, crossed ? value : null);
    }

    /// Whether the condition holds for a value; at the threshold itself it does not.
    static boolean holds(AlertCondition condition, BigDecimal threshold, BigDecimal value) {
        int side = value.compareTo(threshold);
        return condition == AlertCondition.PRICE_BELOW ? side < 0 : side > 0;
    }

    private @Nullable BigDecimal value(BarClosed bar) {
        return switch (condition) {
            case PRICE_ABOVE, PRICE_BELOW -> bar.close();
            case VOLUME_ABOVE -> bar.volume();
            case CHANGE_PERCENT_ABOVE ->
                    lastClose == null || lastClose.signum() == 0
                            ? null
                            : bar.close()
                                    .subtract(lastClose)
                                    .multiply(HUNDRED)
                                    .divide(lastClose, 4, RoundingMode.HALF_UP);
        };
    }
}
