package de.aktienanalyse.eventbus.routing;

import de.aktienanalyse.bus.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The rules as rows. What a service declares to hear gets its rule once, when it is first
/// announced: a rule that the owner takes away stays away.
@Component
public class RoutingTable {
    private final JdbcClient database;
    private final EventCodec codec;

    public RoutingTable(JdbcClient database, EventCodec codec) {
        this.database = database;
        this.codec = codec;
    }

    List<Rule> rules() {
        return database.sql("select pattern, targets from routing_rule order by position, pattern")
                .query((row, _) ->
                        new Rule(
                                row.getString("pattern"),
                                List.of(
                                        codec.mapper()
                                                .readValue(
                                                        row.getString("targets"), String[].class))))
                .list();
    }

    void set(Rule rule) {
        database.sql(
                        """
                        insert into routing_rule (pattern, position, targets)
                        values (:pattern, (select coalesce(max(position), 0) + 1 from routing_rule), :targets)
                        on conflict (pattern) do update set targets = excluded.targets
                        """)
                .param("pattern", rule.pattern())
                .param("targets", codec.mapper().writeValueAsString(rule.targets()))
                .update();
    }

    /// @return false when there was none
    boolean delete(String pattern) {
        return database.sql("delete from routing_rule where pattern = ?").param(pattern).update()
                == 1;
    }

    void reset(Map<String, SortedSet<String>> reactions) {
        database.sql("delete from routing_rule").update();
        database.sql("delete from routing_known").update();
        adopt(reactions);
    }

    /// Gives each new subscription a rule when no rule delivers to it yet. Within a transaction.
    void adopt(Map<String, SortedSet<String>> reactions) {
        if (knowsNothing()) {
            // Marks that the shipped rules were written, so that they can be deleted.
            Rule.SHIPPED.forEach(this::set);
            know("", "");
        }
        reactions.forEach((group, types) -> {
            for (String type : types) {
                if (know(group, type)) {
                    deliver(type, group);
                }
            }
        });
    }

    /// Whether something is announced that has not been looked at.
    boolean isNew(Map<String, SortedSet<String>> reactions) {
        if (knowsNothing()) {
            return true;
        }
        List<String> known =
                database.sql("select group_name, hears from routing_known")
                        .query((row, _) ->
                                row.getString("group_name") + " " + row.getString("hears"))
                        .list();
        return reactions.entrySet().stream()
                .anyMatch(entry ->
                        entry.getValue().stream()
                                .anyMatch(type -> !known.contains(entry.getKey() + " " + type)));
    }

    /// The groups that were ever announced since the last reset, each with what it declared to
    /// hear.
    public SortedMap<String, SortedSet<String>> known() {
        SortedMap<String, SortedSet<String>> known = new TreeMap<>();
        database.sql("select group_name, hears from routing_known where group_name <> ''")
                .query((row, _) ->
                        known.computeIfAbsent(row.getString("group_name"), _ -> new TreeSet<>())
                                .add(row.getString("hears")))
                .list();
        return known;
    }

    private void deliver(String type, String group) {
        List<Rule> rules = rules();
        if (rules.stream().anyMatch(rule -> rule.delivers(type, group))) {
            return;
        }
        List<String> targets =
                new ArrayList<>(
                        rules.stream()
                                .filter(rule -> rule.pattern().equals(type))
                                .findFirst()
                                .map(Rule::targets)
                                .orElse(List.of()));
        targets.add(group);
        set(new Rule(type, targets));
    }

    private boolean knowsNothing() {
        return database.sql("select count(*) from routing_known").query(Long.class).single() == 0;
    }

    private boolean know(String group, String type) {
        return database.sql(
                                "insert into routing_known (group_name, hears) values (?, ?) on conflict do nothing")
                        .params(group, type)
                        .update()
                == 1;
    }
}
