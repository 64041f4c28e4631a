package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Flow.Step;
import java.util.List;

/// What a service declares in its flows, as the others can read it: field `<service>` of the hash
/// [#KEY].
public record Announcement(String service, List<Group> groups) {
    public static final String KEY = "aktienanalyse:flows";

    /// @param spontaneous what is said without hearing anything first
    public record Group(String group, List<Step> steps, List<String> spontaneous) {
        public Group {
            steps = List.copyOf(steps);
            spontaneous = List.copyOf(spontaneous);
        }
    }

    public Announcement {
        groups = List.copyOf(groups);
    }

    static Announcement of(String service, List<Flow> flows) {
        return new Announcement(
                service,
                flows.stream()
                        .map(flow -> new Group(flow.group(), flow.steps(), flow.spontaneous()))
                        .toList());
    }
}
