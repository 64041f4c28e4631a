package de.aktienanalyse.auswertung.rebalancing;

import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.events.PortfolioEvent.TargetWeight;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What may be asked for as target weights.
final class Targets {
    static final String INVALID = "invalid_target_weights";

    /// More would not fit into a depot that a person can follow.
    private static final int MOST = 500;

    private Targets() {}

    /// Null when they can be used.
    // Jackson gives null for what the sender left out, whatever the record declares.
    @SuppressWarnings({"ConstantValue", "NullAway"})
    static CommandAnswer.@Nullable Refused refusal(@Nullable List<TargetWeight> targets) {
        if (targets == null) {
            return null;
        }
        if (targets.isEmpty() || targets.size() > MOST) {
            return refused(
                    "Give 1 to " + MOST + " weights, or none for equal ones", "target_weights");
        }
        Set<String> seen = new HashSet<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < targets.size(); i++) {
            TargetWeight target = targets.get(i);
            String path = "target_weights[" + i + "]";
            if (target == null || target.symbol() == null || target.symbol().isBlank()) {
                return refused("Each weight needs a symbol", path + ".symbol");
            }
            if (!seen.add(target.symbol())) {
                return refused(target.symbol() + " stands there twice", path + ".symbol");
            }
            BigDecimal weight = target.weight();
            if (weight == null
                    || weight.signum() < 0
                    || weight.compareTo(BigDecimal.ONE) > 0
                    || weight.scale() > 18) {
                return refused("A weight lies between 0 and 1", path + ".weight");
            }
            sum = sum.add(weight);
        }
        return sum.compareTo(BigDecimal.ONE) > 0
                ? refused(
                        "The weights add up to " + sum.toPlainString() + ", more than 1",
                        "target_weights")
                : null;
    }

    private static CommandAnswer.Refused refused(String message, String field) {
        return new CommandAnswer.Refused(INVALID, message, field);
    }
}
