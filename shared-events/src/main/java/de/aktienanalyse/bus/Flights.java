package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Outbox.Head;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is on its way to Redis, and what of it did not get there.
final class Flights {
    private final RedisLink redis;
    private final Heads heads;
    private final BusMetrics metrics;

    /// What Redis works on while the next rows are numbered.
    private List<Flight> flying = List.of();

    /// The partitions of which something was not taken: what Redis knows of them, or null when it
    /// did not say.
    private final Map<String, @Nullable Long> stuck = new LinkedHashMap<>();

    /// The masters that made trouble, and those of them that do not answer.
    private final Set<String> doubtful = new HashSet<>();

    private final Set<String> away = new HashSet<>();

    private @Nullable RedisException trouble;

    Flights(RedisLink redis, Heads heads, BusMetrics metrics) {
        this.redis = redis;
        this.heads = heads;
        this.metrics = metrics;
    }

    /// Hears of what was sent before, and is to hear of `next` later.
    ///
    /// @return whether all went well
    boolean goOn(List<Flight> next) throws InterruptedException {
        List<Flight> before = flying;
        flying = next;
        land(before);
        return stuck.isEmpty() && doubtful.isEmpty();
    }

    boolean isAny() {
        return !flying.isEmpty();
    }

    /// Waits until nothing is on its way any more. Masters that made trouble are spoken to over new
    /// links: only now, as what the others got over the old one is heard first.
    ///
    /// @return the partitions to mend, with the last number that Redis knows
    Map<String, Long> settle() throws InterruptedException {
        goOn(List.of());
        Map<String, Long> unsaid = new LinkedHashMap<>();
        stuck.forEach((partition, known) -> {
            if (known != null) {
                unsaid.put(partition, known);
            }
        });
        doubtful.forEach(redis::silence);
        forget();
        return unsaid;
    }

    void forget() {
        flying = List.of();
        stuck.clear();
        doubtful.clear();
        away.clear();
        heads.nothingIsOnItsWay();
    }

    /// What was met since the last call.
    @Nullable RedisException trouble() {
        RedisException met = trouble;
        trouble = null;
        return met;
    }

    private void land(List<Flight> flights) throws InterruptedException {
        for (Flight flight : flights) {
            Head head = heads.current(flight.partition());
            if (head == null
                    || stuck.containsKey(head.partition())
                    || away.contains(flight.master())) {
                continue;
            }
            try {
                flight.land(head.number(), redis.patience(), landing -> landed(head, landing));
            } catch (RedisException e) {
                trouble = e;
                stuck.put(head.partition(), null);
                doubtful.add(flight.master());
                if (!(e instanceof RedisCommandExecutionException)) {
                    away.add(flight.master());
                }
            }
        }
    }

    private void landed(Head head, Flight.Landing landing) {
        if (landing.confirmed() > 0) {
            heads.confirm(head.partition(), landing.confirmed());
        }
        metrics.published(head.family(), "OK", landing.said());
        metrics.published(head.family(), "DUP", landing.repeated());
        if (landing.known() >= 0) {
            stuck.put(head.partition(), landing.known());
        }
    }
}
