package de.aktienanalyse.auswertung.rebalancing;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.auswertung.holdings.Holding;
import de.aktienanalyse.auswertung.performance.Oracle;
import de.aktienanalyse.events.PortfolioEvent.RebalancingAction;
import de.aktienanalyse.events.PortfolioEvent.RebalancingSuggestion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BandRebalancingTests {

    private static Holding holding(String symbol, long quantity, String price) {
        BigDecimal count = BigDecimal.valueOf(quantity);
        BigDecimal value = count.multiply(new BigDecimal(price));
        return new Holding(symbol, count, value, new BigDecimal(price), value);
    }

    private static BigDecimal percent(JsonNode number) {
        return new BigDecimal(number.asString()).movePointLeft(2);
    }

    @Test
    void bandsAreThePublishedHybridOnes() {
        Oracle oracle = Oracle.named("wealthfolio-drift-bands-hybrid");
        JsonNode targets = oracle.input("targets_percent");
        JsonNode bands = oracle.json().at("/expected/bands");

        for (int i = 0; i < targets.size(); i++) {
            Band band = Band.around(percent(targets.get(i)));
            assertThat(band.low()).isEqualByComparingTo(percent(bands.get(i).get(0)));
            assertThat(band.high()).isEqualByComparingTo(percent(bands.get(i).get(1)));
        }
    }

    @Test
    void withinTheBandsNothingIsTraded() {
        List<Holding> held = List.of(holding("A", 110, "10"), holding("B", 90, "10"));

        assertThat(
                        BandRebalancing.propose(
                                held,
                                BigDecimal.ZERO,
                                BandRebalancing.equalWeights(held, BigDecimal.ZERO),
                                Map.of()))
                .isEmpty();
    }

    @Test
    void aHoldingWithoutATargetIsSoldWholeAndANewShareIsBought() {
        List<RebalancingSuggestion> orders =
                BandRebalancing.propose(
                        List.of(holding("OLD", 100, "10")),
                        BigDecimal.ZERO,
                        Map.of("NEW", BigDecimal.ONE),
                        Map.of("NEW", new BigDecimal("30")));

        assertThat(orders)
                .extracting(RebalancingSuggestion::action)
                .containsExactly(RebalancingAction.SELL, RebalancingAction.BUY);
        assertThat(orders.getFirst().quantity()).isEqualByComparingTo("100");
        assertThat(orders.getLast().quantity()).isEqualByComparingTo("33");
    }

    @Test
    void withoutAnythingOfWorthNothingIsProposed() {
        assertThat(
                        BandRebalancing.propose(
                                List.of(),
                                BigDecimal.ZERO,
                                Map.of("A", BigDecimal.ONE),
                                Map.of("A", BigDecimal.ONE)))
                .isEmpty();
    }

    @Test
    void ordersAreWholeAffordableAndNeverGoBeyondTheTarget() {
        Random random = new Random(42);
        for (int round = 0; round < 500; round++) {
            List<Holding> held = new ArrayList<>();
            int count = 1 + random.nextInt(6);
            for (int i = 0; i < count; i++) {
                held.add(
                        holding(
                                "S" + i,
                                1 + random.nextInt(300),
                                BigDecimal.valueOf(1 + random.nextInt(50000), 2).toString()));
            }
            BigDecimal cash = BigDecimal.valueOf(random.nextInt(20000));
            Map<String, BigDecimal> targets =
                    random.nextBoolean()
                            ? BandRebalancing.equalWeights(held, cash)
                            : weights(random, count);
            check(held, cash, targets, BandRebalancing.propose(held, cash, targets, Map.of()));
        }
    }

    private static Map<String, BigDecimal> weights(Random random, int count) {
        Map<String, BigDecimal> weights = new HashMap<>();
        for (int i = 0; i < count; i++) {
            weights.put("S" + i, BigDecimal.valueOf(random.nextInt(1000 / count), 3));
        }
        return weights;
    }

    private static void check(
            List<Holding> held,
            BigDecimal cash,
            Map<String, BigDecimal> targets,
            List<RebalancingSuggestion> orders) {
        BigDecimal total = held.stream().map(Holding::value).reduce(cash, BigDecimal::add);
        BigDecimal left = cash;
        for (RebalancingSuggestion order : orders) {
            Holding holding =
                    held.stream()
                            .filter(each -> each.symbol().equals(order.symbol()))
                            .findFirst()
                            .orElseThrow();
            BigDecimal quantity = Objects.requireNonNull(order.quantity());
            BigDecimal worth = quantity.multiply(Objects.requireNonNull(holding.price()));
            BigDecimal wanted =
                    targets.getOrDefault(order.symbol(), BigDecimal.ZERO)
                            .multiply(total)
                            .setScale(6, RoundingMode.HALF_UP);
            boolean sale =
                    order.action() == RebalancingAction.REDUCE
                            || order.action() == RebalancingAction.SELL;
            BigDecimal after = sale ? holding.value().subtract(worth) : holding.value().add(worth);
            left = sale ? left.add(worth) : left.subtract(worth);

            assertThat(quantity.stripTrailingZeros().scale()).isLessThanOrEqualTo(0);
            assertThat(quantity).isPositive();
            if (sale) {
                assertThat(after).isGreaterThanOrEqualTo(wanted);
            } else {
                assertThat(after).isLessThanOrEqualTo(wanted);
            }
            assertThat(left).isNotNegative();
        }
    }
}
