package de.aktienanalyse.auswertung.rebalancing;

import de.aktienanalyse.auswertung.holdings.Holding;
import de.aktienanalyse.events.PortfolioEvent.RebalancingAction;
import de.aktienanalyse.events.PortfolioEvent.RebalancingSuggestion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Decides which whole orders bring strayed weights back to target. Pure.
///
/// Weights are shares of the depot's worth with cash. Only shares outside their [Band] are traded,
/// each back to its target and never beyond. Purchases are paid from cash and from the proceeds of
/// the proposed sales, the most strayed first; fees are not known here and must fit into what is
/// left.
public final class BandRebalancing {
    static final String ABOVE = "above_band";
    static final String BELOW = "below_band";
    static final String NO_TARGET = "not_in_targets";

    private BandRebalancing() {}

    private record Line(
            String symbol,
            BigDecimal quantity,
            BigDecimal value,
            BigDecimal price,
            BigDecimal target) {

        BigDecimal weight(BigDecimal total) {
            return value.divide(total, 6, RoundingMode.HALF_UP);
        }

        BigDecimal roundedTarget() {
            return target.setScale(6, RoundingMode.HALF_UP);
        }

        /// How much too much, in currency; negative: too little. Rounded, so that the last digit of
        /// a weight such as 1/3 does not cost a share.
        BigDecimal excess(BigDecimal total) {
            return value.subtract(target.multiply(total)).setScale(6, RoundingMode.HALF_UP);
        }

        BigDecimal wholeShares(BigDecimal amount) {
            return amount.divide(price, 0, RoundingMode.DOWN);
        }
    }

    /// Equal weights: every holding the same, cash keeps the share it has.
    public static Map<String, BigDecimal> equalWeights(List<Holding> holdings, BigDecimal cash) {
        BigDecimal invested =
                holdings.stream().map(Holding::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal total = invested.add(cash);
        Map<String, BigDecimal> targets = new HashMap<>();
        if (total.signum() > 0 && !holdings.isEmpty()) {
            BigDecimal each =
                    invested.divide(
                            total.multiply(BigDecimal.valueOf(holdings.size())),
                            18,
                            RoundingMode.DOWN);
            holdings.forEach(holding -> targets.put(holding.symbol(), each));
        }
        return targets;
    }

    /// Sales first, then purchases.
    ///
    /// @param targets weight per symbol, 0..1, together at most 1; a holding that is not named is
    ///   sold
    /// @param prices of shares that are not held; one without a price cannot be bought
    public static List<RebalancingSuggestion> propose(
            List<Holding> holdings,
            BigDecimal cash,
            Map<String, BigDecimal> targets,
            Map<String, BigDecimal> prices) {
        BigDecimal total = holdings.stream().map(Holding::value).reduce(cash, BigDecimal::add);
        if (total.signum() <= 0) {
            return List.of();
        }
        List<Line> strayed =
                lines(holdings, targets, prices).stream()
                        .filter(line ->
                                !Band.around(line.target).holds(line.weight(total))
                                        || unwanted(line))
                        .toList();
        List<RebalancingSuggestion> suggestions = new ArrayList<>();
        BigDecimal budget = cash.max(BigDecimal.ZERO);
        for (Line line : byStraying(strayed, total, 1)) {
            BigDecimal sold = unwanted(line) ? line.quantity : line.wholeShares(line.excess(total));
            if (sold.signum() > 0) {
                suggestions.add(sale(line, sold, total));
                budget = budget.add(sold.multiply(line.price));
            }
        }
        for (Line line : byStraying(strayed, total, -1)) {
            BigDecimal affordable = line.excess(total).negate().min(budget);
            BigDecimal bought = line.wholeShares(affordable);
            if (bought.signum() > 0) {
                suggestions.add(purchase(line, bought, total));
                budget = budget.subtract(bought.multiply(line.price));
            }
        }
        return suggestions;
    }

    private static boolean unwanted(Line line) {
        return line.target.signum() == 0 && line.quantity.signum() > 0;
    }

    /// Those with too much (sign 1) or too little (sign −1), the most strayed first.
    private static List<Line> byStraying(List<Line> lines, BigDecimal total, int sign) {
        return lines.stream()
                .filter(line -> line.excess(total).signum() == sign)
                .sorted(
                        Comparator.comparing((Line line) -> line.excess(total).abs())
                                .reversed()
                                .thenComparing(Line::symbol))
                .toList();
    }

    private static List<Line> lines(
            List<Holding> holdings,
            Map<String, BigDecimal> targets,
            Map<String, BigDecimal> prices) {
        List<Line> lines = new ArrayList<>();
        SortedSet<String> unheld = new TreeSet<>(targets.keySet());
        for (Holding holding : holdings) {
            unheld.remove(holding.symbol());
            BigDecimal price = holding.price();
            if (price != null && holding.quantity().signum() > 0) {
                BigDecimal target = targets.getOrDefault(holding.symbol(), BigDecimal.ZERO);
                lines.add(
                        new Line(
                                holding.symbol(),
                                holding.quantity(),
                                holding.value(),
                                price,
                                target));
            }
        }
        for (String symbol : unheld) {
            BigDecimal price = prices.get(symbol);
            BigDecimal target = targets.getOrDefault(symbol, BigDecimal.ZERO);
            if (price != null) {
                lines.add(new Line(symbol, BigDecimal.ZERO, BigDecimal.ZERO, price, target));
            }
        }
        return lines;
    }

    private static RebalancingSuggestion sale(Line line, BigDecimal sold, BigDecimal total) {
        boolean all = unwanted(line);
        return new RebalancingSuggestion(
                all ? RebalancingAction.SELL : RebalancingAction.REDUCE,
                line.symbol,
                all ? NO_TARGET : ABOVE,
                sold,
                line.weight(total),
                line.roundedTarget());
    }

    private static RebalancingSuggestion purchase(Line line, BigDecimal bought, BigDecimal total) {
        return new RebalancingSuggestion(
                line.quantity.signum() == 0 ? RebalancingAction.BUY : RebalancingAction.INCREASE,
                line.symbol,
                BELOW,
                bought,
                line.weight(total),
                line.roundedTarget());
    }
}
