package de.aktienanalyse.eventbus.deadletters;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.BusCommand.DiscardDeadLetters;
import de.aktienanalyse.commands.BusCommand.GetDeadLetters;
import de.aktienanalyse.commands.BusCommand.RetryDeadLetters;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.Page;
import de.aktienanalyse.eventbus.redis.RedisDesk;
import de.aktienanalyse.eventbus.topology.Announcements;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Lists dead letters and has them run again or given up. An answer of success means that the
/// instruction is written down and will reach the service; what it does with it shows in the list.
@Component
public class DeadLetterDesk {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterDesk.class);

    /// The newest first; the cursor is `<milliseconds>.<group>/<event id>`.
    private static final Comparator<DeadLetter> ORDER =
            Comparator.comparingLong((DeadLetter letter) -> letter.when().toEpochMilli())
                    .reversed()
                    .thenComparing(DeadLetterDesk::key);

    private final RedisDesk redis;
    private final EventCodec codec;
    private final Announcements announcements;
    private final Instructions instructions;

    public DeadLetterDesk(
            RedisDesk redis,
            EventCodec codec,
            Announcements announcements,
            Instructions instructions) {
        this.redis = redis;
        this.codec = codec;
        this.announcements = announcements;
        this.instructions = instructions;
    }

    /// @param instructionId stands in the service's record of it
    /// @param matching how many dead letters it concerned when it was given
    record Accepted(String instructionId, String group, String service, int matching) {}

    public CommandAnswer list(GetDeadLetters asked) {
        String group = asked.group();
        if (group != null && !announcements.mayHaveDeadLetters().containsKey(group)) {
            return unknownGroup(group);
        }
        List<String> groups =
                group == null
                        ? List.copyOf(announcements.mayHaveDeadLetters().keySet())
                        : List.of(group);
        List<DeadLetter> found = new ArrayList<>();
        for (String each : groups) {
            found.addAll(of(each, null, asked.eventType()));
        }
        found.sort(ORDER);
        String cursor = asked.cursor();
        List<DeadLetter> rest = found;
        if (cursor != null) {
            Long millis = millis(cursor);
            if (millis == null) {
                return CommandAnswer.refused(
                        "invalid_cursor", "cursor is no next_cursor of this list", "cursor");
            }
            String key = cursor.substring(cursor.indexOf('.') + 1);
            rest = found.stream().filter(letter -> isBehind(letter, millis, key)).toList();
        }
        int limit = Page.limit(asked.limit());
        return CommandAnswer.success(
                rest.size() <= limit
                        ? new Page<>(rest, null)
                        : new Page<>(rest.subList(0, limit), cursor(rest.get(limit - 1))));
    }

    public Outcome retry(CommandEnvelope<RetryDeadLetters> asked) {
        RetryDeadLetters data = asked.data();
        return instruct(
                "retry", data.group(), data.eventId(), data.eventType(), null, asked.actor());
    }

    public Outcome discard(CommandEnvelope<DiscardDeadLetters> asked) {
        DiscardDeadLetters data = asked.data();
        return instruct(
                "discard",
                data.group(),
                data.eventId(),
                data.eventType(),
                data.reason(),
                asked.actor());
    }

    private Outcome instruct(
            String action,
            String group,
            @Nullable String eventId,
            @Nullable String eventType,
            @Nullable String reason,
            String actor) {
        String service = announcements.mayHaveDeadLetters().get(group);
        if (service == null) {
            return Outcome.of(unknownGroup(group));
        }
        int matching = of(group, eventId, eventType).size();
        if (eventId != null && matching == 0) {
            return Outcome.refused(
                    "unknown_event", "The group has no such dead letter", "event_id");
        }
        String id = instructions.give(service, action, group, eventId, eventType, reason, actor);
        return Outcome.success(new Accepted(id, group, service, matching));
    }

    /// How many there are, per group; groups without any are left out.
    public SortedMap<String, Long> counts() {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (String group : announcements.mayHaveDeadLetters().keySet()) {
            long count = redis.hashSize(key(group));
            if (count > 0) {
                counts.put(group, count);
            }
        }
        return counts;
    }

    private List<DeadLetter> of(
            String group, @Nullable String eventId, @Nullable String eventType) {
        List<DeadLetter> found = new ArrayList<>();
        for (Map.Entry<String, String> copy : redis.hash(key(group)).entrySet()) {
            if (!copy.getValue().startsWith("{")) {
                continue;
            }
            try {
                DeadLetter letter = codec.mapper().readValue(copy.getValue(), DeadLetter.class);
                if ((eventId == null || eventId.equals(letter.eventId()))
                        && (eventType == null || matches(eventType, letter.eventType()))) {
                    found.add(letter);
                }
            } catch (JacksonException e) {
                log.warn("A copy of a dead letter cannot be read: {}", e.getOriginalMessage());
            }
        }
        return found;
    }

    private static boolean matches(String pattern, @Nullable String type) {
        return type != null
                && (pattern.endsWith("*")
                        ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                        : type.equals(pattern));
    }

    private static CommandAnswer unknownGroup(String group) {
        return CommandAnswer.refused(
                "unknown_group", "No service has announced a group " + group, "group");
    }

    private static String key(String group) {
        return "aktienanalyse:dead:" + group;
    }

    private static String key(DeadLetter letter) {
        return letter.group() + "/" + letter.eventId();
    }

    private static String cursor(DeadLetter letter) {
        return letter.when().toEpochMilli() + "." + key(letter);
    }

    private static @Nullable Long millis(String cursor) {
        int dot = cursor.indexOf('.');
        try {
            return dot < 0 ? null : Long.valueOf(cursor.substring(0, dot));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean isBehind(DeadLetter letter, long millis, String key) {
        long at = letter.when().toEpochMilli();
        return at < millis || at == millis && key(letter).compareTo(key) > 0;
    }
}
