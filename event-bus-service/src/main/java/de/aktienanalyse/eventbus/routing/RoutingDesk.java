package de.aktienanalyse.eventbus.routing;

import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.BusCommand.DeleteRoute;
import de.aktienanalyse.commands.BusCommand.SetRoute;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.eventbus.redis.GroupState;
import de.aktienanalyse.eventbus.redis.RedisDesk;
import de.aktienanalyse.eventbus.topology.Announcements;
import de.aktienanalyse.events.EventTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Shows and changes the routing table. A change holds for what readers take from about half a
/// second later on.
@Component
public class RoutingDesk {
    static final String JOURNAL = "event-bus-service.journal";

    private static final Pattern BROWSER_TARGET = Pattern.compile("data-web-app\\.[a-z][a-z0-9-]*");

    private final RoutingTable table;
    private final Announcements announcements;
    private final RedisDesk redis;

    public RoutingDesk(RoutingTable table, Announcements announcements, RedisDesk redis) {
        this.table = table;
        this.announcements = announcements;
        this.redis = redis;
    }

    /// @param lag events said and not yet taken; null for the gateway, which is no group
    /// @param pending events taken and not yet finished
    /// @param notRouted what it declares to hear and no rule gives it
    record Target(
            String target,
            @Nullable String service,
            @Nullable Long lag,
            @Nullable Long pending,
            SortedSet<String> hears,
            SortedSet<String> notRouted) {}

    record Routing(List<Rule> rules, List<Target> targets) {}

    /// Nothing waits for Redis twice: lag and pending are null while it is away.
    public CommandAnswer show() {
        List<Rule> rules = table.rules();
        SortedMap<String, String> services = announcements.services();
        SortedMap<String, SortedSet<String>> reactions = announcements.reactions();
        Map<String, GroupState> states = states();
        List<Target> targets = new ArrayList<>();
        services.forEach((group, service) -> {
            SortedSet<String> hears = reactions.getOrDefault(group, new TreeSet<>());
            GroupState state = states.get(group);
            targets.add(
                    new Target(
                            group,
                            service,
                            state == null ? null : state.lag(),
                            state == null ? null : state.pending(),
                            hears,
                            notRouted(rules, group, hears)));
        });
        rules.stream()
                .flatMap(rule -> rule.targets().stream())
                .filter(target -> target.startsWith(Rule.BROWSERS))
                .distinct()
                .sorted()
                .forEach(target ->
                        targets.add(
                                new Target(
                                        target,
                                        "websocket-gateway",
                                        null,
                                        null,
                                        new TreeSet<>(),
                                        new TreeSet<>())));
        return CommandAnswer.success(new Routing(rules, targets));
    }

    /// Per group, over all partitions that it has.
    public Map<String, GroupState> states() {
        Map<String, GroupState> sums = new TreeMap<>();
        if (!redis.isOpen()) {
            return sums;
        }
        for (String partition : Keys.partitions()) {
            for (GroupState state : redis.groups(partition)) {
                sums.merge(
                        state.group(),
                        state,
                        (one, other) ->
                                new GroupState(
                                        one.partition(),
                                        one.group(),
                                        one.pending() + other.pending(),
                                        one.lag() + other.lag()));
            }
        }
        return sums;
    }

    private static SortedSet<String> notRouted(
            List<Rule> rules, String group, SortedSet<String> hears) {
        SortedSet<String> missing = new TreeSet<>();
        if (!group.equals(JOURNAL)) {
            hears.stream()
                    .filter(type -> rules.stream().noneMatch(rule -> rule.delivers(type, group)))
                    .forEach(missing::add);
        }
        return missing;
    }

    public Outcome set(SetRoute asked) {
        Rule rule = new Rule(asked.pattern(), asked.targets());
        if (EventTypes.all().stream().map(EventTypes::nameOf).noneMatch(rule::matches)) {
            return Outcome.refused(
                    "invalid_pattern",
                    "No event type matches "
                            + rule.pattern()
                            + "; give one as in trading.order.executed, or trading.order.*",
                    "pattern");
        }
        if (rule.targets().isEmpty()) {
            return Outcome.refused("missing_targets", "Give at least one target", "targets");
        }
        SortedMap<String, String> groups = announcements.services();
        for (int i = 0; i < rule.targets().size(); i++) {
            String target = rule.targets().get(i);
            boolean known =
                    groups.containsKey(target) && !target.equals(JOURNAL)
                            || target.equals(Rule.ALL_MODULES)
                            || BROWSER_TARGET.matcher(target).matches();
            if (!known) {
                return Outcome.refused(
                        "unknown_target",
                        "%s is no target; there are %s, all_modules and data-web-app.<page>"
                                .formatted(target, String.join(", ", groups.keySet())),
                        "targets[" + i + "]");
            }
        }
        table.set(rule);
        return Outcome.success(rule);
    }

    public Outcome delete(DeleteRoute asked) {
        return table.delete(asked.pattern())
                ? Outcome.success(Map.of("pattern", asked.pattern()))
                : Outcome.refused("unknown_pattern", "The table has no such rule", "pattern");
    }

    public Outcome reset() {
        table.reset(RoutingMirror.controlled(announcements));
        return Outcome.success(Map.of("rules", table.rules()));
    }
}
