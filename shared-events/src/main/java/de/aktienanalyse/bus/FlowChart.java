package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Flow.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Draws flows as a Mermaid chart: what each group hears, watches, obeys (dotted and thick lines)
/// and says.
public final class FlowChart {
    private final Map<String, String> nodes = new LinkedHashMap<>();
    private final Set<String> heard = new LinkedHashSet<>();
    private final Set<String> said = new LinkedHashSet<>();

    private FlowChart() {}

    public static String of(Collection<Flow> flows) {
        FlowChart chart = new FlowChart();
        flows.forEach(chart::draw);
        List<String> lines = new ArrayList<>();
        lines.add("flowchart LR");
        chart.nodes.forEach((label, id) ->
                lines.add(
                        (id.startsWith("g") ? "%s[\"%s\"]" : "%s([\"%s\"])").formatted(id, label)));
        lines.addAll(chart.heard);
        lines.addAll(chart.said);
        return String.join("\n  ", lines) + "\n";
    }

    private void draw(Flow flow) {
        String group = node("g", flow.group());
        for (Step step : flow.steps()) {
            heard.add(node("e", step.hears()) + arrow(step.verb()) + group);
            step.says().forEach(event -> said.add(group + " --> " + node("e", event)));
        }
        flow.spontaneous().forEach(event -> said.add(group + " --> " + node("e", event)));
    }

    private static String arrow(String verb) {
        return switch (verb) {
            case "watch" -> " -. watch .-> ";
            case "obey" -> " == obey ==> ";
            case "work" -> " == work ==> ";
            default -> " --> ";
        };
    }

    /// Groups and events count on their own, so that a new group does not rename every event.
    private String node(String kind, String label) {
        long before = nodes.values().stream().filter(id -> id.startsWith(kind)).count();
        return nodes.computeIfAbsent(label, _ -> kind + before);
    }
}
