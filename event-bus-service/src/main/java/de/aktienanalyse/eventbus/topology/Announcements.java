package de.aktienanalyse.eventbus.topology;

import de.aktienanalyse.bus.Announcement;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.eventbus.redis.RedisDesk;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// What the services announce of their flows; remembers it while Redis is away.
@Component
public class Announcements {
    private static final Logger log = LoggerFactory.getLogger(Announcements.class);

    /// No flow declares them: the bus says them in the name of the service.
    private static final List<String> SAID_BY_ALL =
            List.of(
                    "system.health.status",
                    "system.health.error",
                    "user.command.completed",
                    "user.command.progress");

    private final RedisDesk redis;
    private final EventCodec codec;
    private volatile List<Announcement> known = List.of();

    public Announcements(RedisDesk redis, EventCodec codec) {
        this.redis = redis;
        this.codec = codec;
    }

    public List<Announcement> all() {
        try {
            if (redis.isOpen()) {
                Map<String, String> found = redis.hash(Announcement.KEY);
                if (!found.isEmpty()) {
                    known = found.values().stream().flatMap(json -> read(json).stream()).toList();
                }
            }
        } catch (RuntimeException e) {
            log.debug("What was announced before must do: {}", String.valueOf(e.getMessage()));
        }
        return known;
    }

    private Optional<Announcement> read(String json) {
        try {
            return Optional.ofNullable(codec.mapper().readValue(json, Announcement.class));
        } catch (JacksonException e) {
            log.warn("Flows that cannot be read are left out: {}", e.getOriginalMessage());
            return Optional.empty();
        }
    }

    /// The groups that react, each with its service.
    public SortedMap<String, String> services() {
        SortedMap<String, String> services = new TreeMap<>();
        for (Announcement announcement : all()) {
            announcement.groups().stream()
                    .filter(group ->
                            group.steps().stream().anyMatch(step -> step.verb().equals("react")))
                    .forEach(group -> services.put(group.group(), announcement.service()));
        }
        return services;
    }

    /// What has dead letters, each with its service: the groups, and the queues for whose commands
    /// workers compete.
    public SortedMap<String, String> mayHaveDeadLetters() {
        SortedMap<String, String> services = services();
        for (Announcement announcement : all()) {
            announcement.groups().stream()
                    .flatMap(group -> group.steps().stream())
                    .filter(step -> step.verb().equals("work"))
                    .flatMap(step -> CommandTypes.byName(step.hears()).stream())
                    .forEach(type ->
                            services.put(CommandTypes.queueOf(type), announcement.service()));
        }
        return services;
    }

    /// The event types that each group reacts to.
    public SortedMap<String, SortedSet<String>> reactions() {
        SortedMap<String, SortedSet<String>> reactions = new TreeMap<>();
        for (Announcement announcement : all()) {
            for (Announcement.Group group : announcement.groups()) {
                group.steps().stream()
                        .filter(step -> step.verb().equals("react"))
                        .forEach(step ->
                                reactions
                                        .computeIfAbsent(group.group(), _ -> new TreeSet<>())
                                        .addAll(everyTypes(step.hears())));
            }
        }
        return reactions;
    }

    /// The services that declare to say each event type; those that the bus itself says for every
    /// service are among them.
    public SortedMap<String, SortedSet<String>> sayers() {
        SortedMap<String, SortedSet<String>> sayers = new TreeMap<>();
        for (Announcement announcement : all()) {
            for (Announcement.Group group : announcement.groups()) {
                Stream.concat(
                                group.steps().stream().flatMap(step -> step.says().stream()),
                                group.spontaneous().stream())
                        .forEach(type -> add(sayers, type, announcement.service()));
            }
            SAID_BY_ALL.forEach(type -> add(sayers, type, announcement.service()));
        }
        return sayers;
    }

    /// The groups that react to each event type or watch it.
    public SortedMap<String, SortedSet<String>> hearers() {
        SortedMap<String, SortedSet<String>> hearers = new TreeMap<>();
        for (Announcement announcement : all()) {
            for (Announcement.Group group : announcement.groups()) {
                group.steps().stream()
                        .filter(step -> !List.of("obey", "work").contains(step.verb()))
                        .flatMap(step -> types(step.hears()).stream())
                        .forEach(type -> add(hearers, type, group.group()));
            }
        }
        return hearers;
    }

    private static void add(SortedMap<String, SortedSet<String>> to, String type, String who) {
        to.computeIfAbsent(type, _ -> new TreeSet<>()).add(who);
    }

    /// A family's name, `trading.*`, stands for its events.
    static List<String> types(String hears) {
        List<String> types = new ArrayList<>();
        for (Class<? extends Event> type : EventTypes.all()) {
            String name = EventTypes.nameOf(type);
            if (hears.endsWith("*")
                    ? name.startsWith(hears.substring(0, hears.length() - 1))
                    : name.equals(hears)) {
                types.add(name);
            }
        }
        return types;
    }

    private static List<String> everyTypes(String hears) {
        return types(hears).stream()
                .filter(name ->
                        EventTypes.byName(name).map(EventTypes::deliveryOf).orElse(Delivery.EVERY)
                                == Delivery.EVERY)
                .toList();
    }
}
