package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.outbound.Connection;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who hears what. Belongs to the writer's thread.
///
/// Who receives a piece of news is worked out once per kind of news and remembered, so that a
/// message costs one look-up, and each connection stands in the answer once. When somebody
/// subscribes or leaves, what is remembered is mended by that one connection the next time it is
/// looked up: worked out anew for all, one client that changes its mind twenty times a second would
/// cost the others their prices.
final class Subscriptions {
    /// Kinds of news that are remembered; foreign publishers may invent any number of them.
    private static final int REMEMBERED = 20_000;

    private final Map<Connection, Map<String, Subscription>> byConnection = new IdentityHashMap<>();
    private final Map<Kind, Remembered> receivers = new HashMap<>();
    private final Changes changes = new Changes();
    private int total;

    private final Consumer<Connection> settled;

    private record Remembered(Receivers receivers, long asOf) {}

    private record Kind(
            String event,
            @Nullable String symbol,
            @Nullable String portfolioId,
            @Nullable String userId) {

        boolean isFor(Connection connection) {
            return userId == null || userId.equals(connection.user());
        }
    }

    /// @param settled hears of each connection that hears something else from now on
    Subscriptions(Consumer<Connection> settled) {
        this.settled = settled;
    }

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
        note(connection);
        return true;
    }

    void remove(Connection connection, String eventType) {
        Map<String, Subscription> own = byConnection.get(connection);
        if (own != null && own.remove(eventType) != null) {
            total--;
            note(connection);
        }
    }

    void remove(Connection connection) {
        Map<String, Subscription> own = byConnection.remove(connection);
        if (own != null) {
            total -= own.size();
            note(connection);
        }
    }

    int total() {
        return total;
    }

    /// All is added and removed, or what was resumed went live.
    void changed(Connection connection) {
        note(connection);
        settled.accept(connection);
    }

    private void note(Connection connection) {
        if (changes.add(connection)) {
            // Others would be worked out anew in any case, and hold connections that are gone.
            receivers.values().removeIf(each -> !changes.reachBackTo(each.asOf()));
        }
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
        Remembered known = receivers.get(kind);
        if (known != null && known.asOf() == changes.count()) {
            return known.receivers();
        }
        Receivers found =
                known != null && changes.reachBackTo(known.asOf())
                        ? mended(known.receivers(), kind, changes.since(known.asOf()))
                        : find(kind);
        if (known == null && receivers.size() >= REMEMBERED) {
            receivers.clear();
        }
        receivers.put(kind, new Remembered(found, changes.count()));
        return found;
    }

    private Receivers mended(Receivers before, Kind kind, Set<Connection> changed) {
        Receivers.Builder builder = new Receivers.Builder();
        before.forEach((connection, interval) -> {
            if (!changed.contains(connection)) {
                builder.add(connection, interval);
            }
        });
        changed.forEach(connection -> builder.add(connection, interval(connection, kind)));
        return builder.build();
    }

    private Receivers find(Kind kind) {
        Receivers.Builder builder = new Receivers.Builder();
        byConnection
                .keySet()
                .forEach(connection -> builder.add(connection, interval(connection, kind)));
        return builder.build();
    }

    /// Nanoseconds between two values that this connection is to get: the shortest of those of its
    /// subscriptions that want it; 0: all, at once; [Receivers#NOT] when none does.
    long interval(Connection connection, News news) {
        return interval(
                connection,
                new Kind(news.frame().event(), news.symbol(), news.portfolioId(), news.userId()));
    }

    private long interval(Connection connection, Kind kind) {
        long shortest = Receivers.NOT;
        if (kind.isFor(connection)) {
            for (Subscription subscription : of(connection)) {
                if (subscription.isLive()
                        && subscription.wants(kind.event(), kind.symbol(), kind.portfolioId())) {
                    shortest =
                            shortest == Receivers.NOT
                                    ? subscription.interval()
                                    : Math.min(shortest, subscription.interval());
                }
            }
        }
        return shortest;
    }
}
