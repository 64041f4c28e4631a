package de.aktienanalyse.eventbus.trimming;

import de.aktienanalyse.eventbus.routing.RoutingTable;
import de.aktienanalyse.eventbus.topology.Announcements;
import de.aktienanalyse.events.EventTypes;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/// The groups that streams are kept for, also while their service is away and Redis was wiped of
/// its announcement: such a one is known from the routing table.
///
/// One whose service left the suite for good is forgotten by taking the service out of
/// `aktienanalyse:flows` and `reset_routing`, and then `XGROUP DESTROY`. Until then it is left
/// behind like any that lags, so that it holds up nothing but what the last day brought.
@Component
class KnownGroups {
    private final RoutingTable table;
    private final Announcements announcements;

    KnownGroups(RoutingTable table, Announcements announcements) {
        this.table = table;
        this.announcements = announcements;
    }

    /// Family → the groups that hear something of it.
    Map<String, SortedSet<String>> byFamily() {
        SortedMap<String, SortedSet<String>> hears = table.known();
        // What is announced is what it hears today.
        hears.putAll(announcements.reactions());
        SortedMap<String, SortedSet<String>> families = new TreeMap<>();
        hears.forEach((group, types) ->
                types.forEach(type ->
                        families.computeIfAbsent(EventTypes.familyOf(type), _ -> new TreeSet<>())
                                .add(group)));
        return families;
    }
}
