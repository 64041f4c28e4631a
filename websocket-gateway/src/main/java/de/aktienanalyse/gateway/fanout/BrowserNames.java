package de.aktienanalyse.gateway.fanout;

import static java.util.Map.entry;

import de.aktienanalyse.gateway.positions.Positions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// In which family of the bus a browser's event is kept. A test compares this with [BrowserView].
final class BrowserNames {
    /// Outcomes of commands and inbox entries: of interest to every client.
    static final long USER = Positions.familyBit("user");

    static final Map<String, String> FAMILIES =
            Map.ofEntries(
                    entry("market.price_update", "market"),
                    entry("market.bar", "market"),
                    entry("market.alert", "alerts"),
                    entry("analysis.complete", "stock"),
                    entry("portfolio.update", "portfolio"),
                    entry("portfolio.position_changed", "portfolio"),
                    entry("portfolio.value_changed", "portfolio"),
                    entry("portfolio.performance", "portfolio"),
                    entry("portfolio.rebalancing", "portfolio"),
                    entry("trading.order_created", "trading"),
                    entry("trading.order_modified", "trading"),
                    entry("trading.order_filled", "trading"),
                    entry("trading.order_cancelled", "trading"),
                    entry("trading.order_expired", "trading"),
                    entry("trading.order_failed", "trading"),
                    entry("intelligence.recommendation", "cross"),
                    entry("system.service_status", "system"),
                    entry("system.performance_alert", "system"),
                    entry("system.error", "system"),
                    entry("user.command_progress", "user"),
                    entry("user.notification", "user"));

    private static final List<String> NAMES = FAMILIES.keySet().stream().sorted().toList();

    private static final Map<String, Integer> NUMBERS =
            IntStream.range(0, NAMES.size()).boxed().collect(Collectors.toMap(NAMES::get, n -> n));

    /// Commands whose answers are the current state of a family's objects.
    private static final Map<String, List<String>> RELOAD =
            Map.of(
                    "trading", List.of("get_order_history"),
                    "portfolio", List.of("get_portfolio", "get_performance"),
                    "stock", List.of("get_recommendations"),
                    "market", List.of("get_price_history"),
                    "alerts", List.of("subscribe_alerts"),
                    "system", List.of("get_system_status"));

    private BrowserNames() {}

    /// A place for the bit of an event; -1 for what only others say.
    static int numberOf(String event) {
        return NUMBERS.getOrDefault(event, -1);
    }

    /// Bits of the events that match.
    static long eventsOf(Glob glob) {
        long events = 0;
        for (int number = 0; number < NAMES.size(); number++) {
            if (glob.matches(NAMES.get(number))) {
                events |= 1L << number;
            }
        }
        return events;
    }

    static long familiesOf(Glob glob) {
        long families = 0;
        for (Map.Entry<String, String> name : FAMILIES.entrySet()) {
            if (glob.matches(name.getKey())) {
                families |= Positions.familyBit(name.getValue());
            }
        }
        return families;
    }

    static List<String> reload(long families) {
        return RELOAD.entrySet().stream()
                .filter(family -> (Positions.familyBit(family.getKey()) & families) != 0)
                .flatMap(family -> family.getValue().stream())
                .sorted()
                .toList();
    }
}
