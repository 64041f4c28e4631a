package de.aktienanalyse.eventbus.routing;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Events whose type matches go to the targets.
///
/// @param pattern an event type, or one that ends in `*`
record Rule(String pattern, List<String> targets) {
    static final String ALL_MODULES = "all_modules";

    /// Targets of this kind are the gateway, which hears everything anyway.
    static final String BROWSERS = "data-web-app.";

    /// The rules of the specification, "Event Router & Load Balancer".
    static final List<Rule> SHIPPED =
            List.of(
                    new Rule(
                            "stock.analysis.*",
                            List.of(
                                    "auswertung.performance-analytics",
                                    "verwaltung.cross-system-sync",
                                    "data-web-app.stock-dashboard")),
                    new Rule(
                            "portfolio.performance.*",
                            List.of(
                                    "verwaltung.performance-engine",
                                    "aktienanalyse.scoring-feedback",
                                    "data-web-app.portfolio-dashboard")),
                    new Rule(
                            "trading.order.*",
                            List.of(
                                    "auswertung.trade-analytics",
                                    "aktienanalyse.prediction-feedback",
                                    "data-web-app.trading-ui")),
                    new Rule("cross.system.*", List.of(ALL_MODULES)),
                    new Rule(
                            "system.health.*",
                            List.of("data-web-app.monitoring-dashboard", "notification.service")));

    Rule {
        targets = List.copyOf(targets);
    }

    boolean matches(String eventType) {
        return pattern.endsWith("*")
                ? eventType.startsWith(pattern.substring(0, pattern.length() - 1))
                : eventType.equals(pattern);
    }

    boolean delivers(String eventType, String group) {
        return matches(eventType) && (targets.contains(group) || targets.contains(ALL_MODULES));
    }

    /// As the readers see them: groups by name.
    static SortedMap<String, List<String>> resolved(List<Rule> rules, List<String> groups) {
        SortedMap<String, List<String>> resolved = new TreeMap<>();
        for (Rule rule : rules) {
            resolved.put(
                    rule.pattern(),
                    rule.targets().stream()
                            .flatMap(target ->
                                    target.equals(ALL_MODULES)
                                            ? groups.stream()
                                            : java.util.stream.Stream.of(target))
                            .distinct()
                            .toList());
        }
        return resolved;
    }
}
