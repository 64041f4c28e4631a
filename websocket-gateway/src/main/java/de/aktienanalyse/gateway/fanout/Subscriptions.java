package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.outbound.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who hears what. Belongs to the writer's thread.
///
/// Who receives a piece of news is worked out once per kind of news and remembered until somebody
/// subscribes or leaves, so that a message costs one look-up, and each connection stands in the
/// answer once.
final class Subscriptions {
    /// Kinds of news that are remembered; foreign publishers may invent any number of them.
    private static final int REMEMBERED = 20_000;

    private static final Connection[] NONE = {};
    private static final Receivers NOBODY = new Receivers(NONE, NONE, new long[0]);

    /// @param atOnce get every message
    /// @param paced get values at most at a rate
    /// @param intervals of `paced`, in nanoseconds
    record Receivers(Connection[] atOnce, Connection[] paced, long[] intervals) {}

    private record Kind(
            String event,
            @Nullable String symbol,
            @Nullable String portfolioId,
            @Nullable String userId) {

        boolean isFor(Connection connection) {
            return userId == null || userId.equals(connection.user());
        }
    }

    private final Map<Connection, Map<String, Subscription>> byConnection = new IdentityHashMap<>();
    private final Map<Kind, Receivers> receivers = new HashMap<>();
    private int total;

    /// Adds it, in place of an earlier one for the same event type.
    ///
    /// @return false when the connection has as many as it may have
    boolean add(Connection connection, Subscription subscription, int atMost) {
        Map<String, Subscription> own =
                byConnection.computeIfAbsent(connection, _ -> new LinkedHashMap<>());
        String name = subscription.events().text();
        if (own.size() >= atMost && !own.containsKey(name)) {
            return false;
        }
        if (own.put(name, subscription) == null) {
            total++;
        }
        receivers.clear();
        return true;
    }

    void remove(Connection connection, String eventType) {
        Map<String, Subscription> own = byConnection.get(connection);
        if (own != null && own.remove(eventType) != null) {
            total--;
            receivers.clear();
        }
    }

    void remove(Connection connection) {
        Map<String, Subscription> own = byConnection.remove(connection);
        if (own != null) {
            total -= own.size();
            receivers.clear();
        }
    }

    int total() {
        return total;
    }

    /// A subscription went live.
    void changed() {
        receivers.clear();
    }

    /// Of one connection.
    Collection<Subscription> of(Connection connection) {
        Map<String, Subscription> own = byConnection.get(connection);
        return own == null ? List.of() : own.values();
    }

    /// Bits of the bus's families that a connection is concerned with.
    long familiesOf(Connection connection) {
        long families = BrowserNames.USER;
        for (Subscription subscription : of(connection)) {
            families |= subscription.families();
        }
        return families;
    }

    Receivers receiversOf(News news) {
        Kind kind =
                new Kind(news.frame().event(), news.symbol(), news.portfolioId(), news.userId());
        Receivers known = receivers.get(kind);
        if (known == null) {
            known = find(kind);
            if (receivers.size() >= REMEMBERED) {
                receivers.clear();
            }
            receivers.put(kind, known);
        }
        return known;
    }

    private Receivers find(Kind kind) {
        List<Connection> atOnce = new ArrayList<>();
        List<Connection> paced = new ArrayList<>();
        List<Long> intervals = new ArrayList<>();
        byConnection.forEach((connection, own) -> {
            long interval = kind.isFor(connection) ? interval(own.values(), kind) : -1;
            if (interval == 0) {
                atOnce.add(connection);
            } else if (interval > 0) {
                paced.add(connection);
                intervals.add(interval);
            }
        });
        return atOnce.isEmpty() && paced.isEmpty()
                ? NOBODY
                : new Receivers(
                        atOnce.toArray(NONE),
                        paced.toArray(NONE),
                        intervals.stream().mapToLong(Long::longValue).toArray());
    }

    /// The shortest of those that want it; -1 when none does.
    private static long interval(Collection<Subscription> own, Kind kind) {
        long shortest = -1;
        for (Subscription subscription : own) {
            if (subscription.isLive()
                    && subscription.wants(kind.event(), kind.symbol(), kind.portfolioId())) {
                shortest =
                        shortest < 0
                                ? subscription.interval()
                                : Math.min(shortest, subscription.interval());
            }
        }
        return shortest;
    }
}
