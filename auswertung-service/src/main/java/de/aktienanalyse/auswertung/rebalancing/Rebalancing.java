package de.aktienanalyse.auswertung.rebalancing;

import de.aktienanalyse.auswertung.holdings.Depot;
import de.aktienanalyse.auswertung.holdings.Holding;
import de.aktienanalyse.auswertung.holdings.Holdings;
import de.aktienanalyse.auswertung.holdings.PortfolioChoice;
import de.aktienanalyse.auswertung.holdings.Through;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.Command.RequestRebalancing;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.PortfolioEvent.RebalancingProposed;
import de.aktienanalyse.events.PortfolioEvent.RebalancingRequested;
import de.aktienanalyse.events.PortfolioEvent.RebalancingSuggestion;
import de.aktienanalyse.events.PortfolioEvent.TargetWeight;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Takes wishes for rebalancing and answers them with proposals.
@Component
public class Rebalancing {
    private final Holdings holdings;
    private final Clock clock;

    /// @param status `accepted`: the proposal follows as event
    public record Accepted(String status, String portfolioId) {}

    public Rebalancing(Holdings holdings, Clock clock) {
        this.holdings = holdings;
        this.clock = clock;
    }

    /// Accepts a wish, or says why not; the proposal follows as event.
    public Outcome request(CommandEnvelope<RequestRebalancing> command) {
        List<TargetWeight> targets = command.data().targetWeights();
        CommandAnswer refusal = Targets.refusal(targets);
        if (refusal != null) {
            return Outcome.of(refusal);
        }
        return switch (holdings.choose(command.data().portfolioId())) {
            case PortfolioChoice.None none -> Outcome.of(none.answer());
            case PortfolioChoice.Chosen chosen ->
                    Outcome.success(
                            new Accepted("accepted", chosen.portfolioId()),
                            new RebalancingRequested(
                                    chosen.portfolioId(), "user_request", targets));
        };
    }

    /// A wish that cannot be met is answered with an empty proposal that says why.
    public List<RebalancingProposed> propose(EventEnvelope<RebalancingRequested> heard) {
        RebalancingRequested wish = heard.data();
        CommandAnswer.Refused refusal = Targets.refusal(wish.targetWeights());
        if (refusal != null) {
            return List.of(nothing(wish.portfolioId(), refusal.message()));
        }
        if (!holdings.portfolios().contains(wish.portfolioId())) {
            return List.of(nothing(wish.portfolioId(), "There is no depot " + wish.portfolioId()));
        }
        Depot depot = holdings.depot(wish.portfolioId(), Through.RUNNING_DAY);
        return List.of(
                depot.mixesCurrencies()
                        ? nothing(
                                wish.portfolioId(),
                                "Holdings in several currencies cannot be weighed yet")
                        : proposal(depot, wish.targetWeights()));
    }

    /// What to change, without quantities, as a hint beside the figures; equal weights.
    public static List<RebalancingSuggestion> hints(Depot depot) {
        if (depot.holdings().size() < 2 || depot.mixesCurrencies()) {
            return List.of();
        }
        return BandRebalancing.propose(
                        depot.holdings(),
                        depot.cash(),
                        BandRebalancing.equalWeights(depot.holdings(), depot.cash()),
                        Map.of())
                .stream()
                .map(order ->
                        new RebalancingSuggestion(
                                order.action(),
                                order.symbol(),
                                order.reason(),
                                null,
                                order.currentWeight(),
                                order.targetWeight()))
                .toList();
    }

    private RebalancingProposed proposal(Depot depot, @Nullable List<TargetWeight> wished) {
        Map<String, BigDecimal> targets =
                wished == null
                        ? BandRebalancing.equalWeights(depot.holdings(), depot.cash())
                        : wished.stream()
                                .collect(
                                        Collectors.toMap(
                                                TargetWeight::symbol, TargetWeight::weight));
        Set<String> unheld = new HashSet<>(targets.keySet());
        depot.holdings().forEach(holding -> unheld.remove(holding.symbol()));
        Map<String, BigDecimal> prices = holdings.prices(unheld);
        unheld.removeAll(prices.keySet());
        List<RebalancingSuggestion> orders =
                BandRebalancing.propose(depot.holdings(), depot.cash(), targets, prices);
        return new RebalancingProposed(
                depot.portfolioId(),
                orders,
                commonBand(targets),
                note(depot.holdings(), orders, unheld),
                clock.instant());
    }

    /// One band for all when all targets are equal; null otherwise.
    private static @Nullable BigDecimal commonBand(Map<String, BigDecimal> targets) {
        List<BigDecimal> widths =
                targets.values().stream()
                        .map(target -> Band.width(target).stripTrailingZeros())
                        .distinct()
                        .toList();
        return widths.size() == 1 ? widths.getFirst() : null;
    }

    private static String note(
            List<Holding> held, List<RebalancingSuggestion> orders, Set<String> unpriced) {
        String text =
                held.isEmpty() && orders.isEmpty()
                        ? "Nothing is held"
                        : orders.isEmpty()
                                ? "Nothing to trade: every weight is within target ± max(20 % of the target,"
                                        + " 1 percentage point), or one share would be too much"
                                : "Band: target ± max(20 % of the target, 1 percentage point); fees not included";
        return unpriced.isEmpty()
                ? text
                : text + "; no price is known of " + String.join(", ", unpriced);
    }

    private RebalancingProposed nothing(String portfolioId, String note) {
        return new RebalancingProposed(portfolioId, List.of(), null, note, clock.instant());
    }
}
