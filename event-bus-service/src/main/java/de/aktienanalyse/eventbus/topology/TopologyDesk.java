package de.aktienanalyse.eventbus.topology;

import de.aktienanalyse.bus.Announcement;
import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.eventbus.analytics.MinuteBook;
import de.aktienanalyse.eventbus.redis.GroupState;
import de.aktienanalyse.eventbus.redis.RedisDesk;
import de.aktienanalyse.events.EventTypes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/// Compares what the flows declare with what was seen in the last day.
@Component
public class TopologyDesk {
    private static final Duration LOOK_BACK = Duration.ofDays(1);

    private final Announcements announcements;
    private final MinuteBook minutes;
    private final RedisDesk redis;
    private final Clock clock;

    TopologyDesk(Announcements announcements, MinuteBook minutes, RedisDesk redis, Clock clock) {
        this.announcements = announcements;
        this.minutes = minutes;
        this.redis = redis;
        this.clock = clock;
    }

    /// @param who a service that says it, a source that was seen, or a group
    record Link(String who, String eventType) {}

    /// @param family whose streams the group reads
    record Reader(String group, String family) {}

    /// @param neverSaid declared, and not seen since `since`
    /// @param unexpectedlySaid seen, and declared by nobody: a foreigner, or a forgotten line of a
    ///   flow
    /// @param absentReaders groups that declare to react and do not read
    /// @param unexpectedReaders groups that read and that nobody declares
    record Topology(
            List<Announcement> declared,
            List<Link> seen,
            List<Link> neverSaid,
            List<Link> unexpectedlySaid,
            List<Reader> absentReaders,
            List<Reader> unexpectedReaders,
            Instant since) {}

    public CommandAnswer show() {
        Instant since = clock.instant().minus(LOOK_BACK);
        List<Link> seen =
                minutes.saidSince(since).stream()
                        .map(said -> {
                            int space = said.indexOf(' ');
                            return new Link(said.substring(space + 1), said.substring(0, space));
                        })
                        .toList();
        SortedMap<String, SortedSet<String>> sayers = announcements.sayers();
        List<Link> neverSaid = new ArrayList<>();
        sayers.forEach((type, services) -> {
            for (String service : services) {
                if (seen.stream().noneMatch(link -> isOf(link, service, type))) {
                    neverSaid.add(new Link(service, type));
                }
            }
        });
        List<Link> unexpected =
                seen.stream()
                        .filter(link ->
                                sayers.getOrDefault(link.eventType(), new TreeSet<>()).stream()
                                        .noneMatch(
                                                service -> isOf(link, service, link.eventType())))
                        .toList();
        SortedMap<String, SortedSet<String>> declared = declaredReaders();
        SortedMap<String, SortedSet<String>> reading = readers();
        return CommandAnswer.success(
                new Topology(
                        announcements.all(),
                        seen,
                        neverSaid,
                        unexpected,
                        without(declared, reading),
                        without(reading, declared),
                        since));
    }

    /// The source of an event is declared on its record, or it is the service's own name.
    private static boolean isOf(Link seen, String service, String type) {
        if (!seen.eventType().equals(type)) {
            return false;
        }
        String source = EventTypes.byName(type).map(EventTypes::sourceOf).orElse("");
        return seen.who().equals(source)
                || seen.who().equals(service)
                || seen.who().startsWith(service + ".");
    }

    private SortedMap<String, SortedSet<String>> declaredReaders() {
        SortedMap<String, SortedSet<String>> families = new TreeMap<>();
        announcements
                .reactions()
                .forEach((group, types) ->
                        types.forEach(type ->
                                families.computeIfAbsent(group, _ -> new TreeSet<>())
                                        .add(EventTypes.familyOf(type))));
        return families;
    }

    private SortedMap<String, SortedSet<String>> readers() {
        SortedMap<String, SortedSet<String>> families = new TreeMap<>();
        for (String partition : Keys.partitions()) {
            for (GroupState state : redis.groups(partition)) {
                families.computeIfAbsent(state.group(), _ -> new TreeSet<>())
                        .add(EventTypes.familyOf(partition));
            }
        }
        return families;
    }

    private static List<Reader> without(
            Map<String, SortedSet<String>> these, Map<String, SortedSet<String>> those) {
        List<Reader> missing = new ArrayList<>();
        these.forEach((group, families) ->
                families.stream()
                        .filter(family ->
                                !those.getOrDefault(group, new TreeSet<>()).contains(family))
                        .forEach(family -> missing.add(new Reader(group, family))));
        return missing;
    }
}
