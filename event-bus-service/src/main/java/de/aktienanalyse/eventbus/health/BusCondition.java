package de.aktienanalyse.eventbus.health;

import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.eventbus.adoption.Quarantine;
import de.aktienanalyse.eventbus.deadletters.DeadLetterDesk;
import de.aktienanalyse.eventbus.redis.GroupState;
import de.aktienanalyse.eventbus.redis.RedisDesk;
import de.aktienanalyse.eventbus.redis.RedisMemory;
import de.aktienanalyse.eventbus.routing.RoutingDesk;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// How the bus itself is.
@Component
public class BusCondition {
    private final RedisDesk redis;
    private final RoutingDesk routing;
    private final DeadLetterDesk deadLetters;
    private final Quarantine quarantine;

    BusCondition(
            RedisDesk redis,
            RoutingDesk routing,
            DeadLetterDesk deadLetters,
            Quarantine quarantine) {
        this.redis = redis;
        this.routing = routing;
        this.deadLetters = deadLetters;
        this.quarantine = quarantine;
    }

    /// @param redis null while it does not answer
    /// @param lag events said and not yet taken, per group
    /// @param pending events taken and not yet finished, per group
    /// @param deadLetters per group; groups without any are left out
    /// @param setAside keys of streams → their entries, each of which ended its reader's process
    ///   every time and is to be looked at by hand
    /// @param quarantined refused foreign messages that are kept
    public record Figures(
            @Nullable RedisMemory redis,
            SortedMap<String, Long> lag,
            SortedMap<String, Long> pending,
            SortedMap<String, Long> deadLetters,
            SortedMap<String, Long> setAside,
            long quarantined) {
        static final Figures NONE =
                new Figures(
                        null,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        0);
    }

    public Figures figures() {
        RedisMemory memory = null;
        SortedMap<String, Long> lag = new TreeMap<>();
        SortedMap<String, Long> pending = new TreeMap<>();
        SortedMap<String, Long> dead = new TreeMap<>();
        SortedMap<String, Long> aside = new TreeMap<>();
        try {
            Map<String, GroupState> states = routing.states();
            dead = deadLetters.counts();
            aside = redis.lengths(Keys.SET_ASIDE);
            memory = redis.memory();
            states.forEach((group, state) -> {
                lag.put(group, state.lag());
                pending.put(group, state.pending());
            });
        } catch (RuntimeException e) {
            // The figures that Redis tells are missing; the rest of the status is still wanted.
            memory = null;
        }
        return new Figures(memory, lag, pending, dead, aside, quarantine.size());
    }
}
