package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.outbound.Connection;
import java.util.ArrayList;
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

    private static final Connection[] NOBODY = {};

    private record Kind(String event, @Nullable String symbol, @Nullable String portfolioId) {}

    private final Map<Connection, Map<String, Subscription>> byConnection = new IdentityHashMap<>();
    private final Map<Kind, Connection[]> receivers = new HashMap<>();
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

    Connection[] receiversOf(News news) {
        Kind kind = new Kind(news.frame().event(), news.symbol(), news.portfolioId());
        Connection[] known = receivers.get(kind);
        if (known == null) {
            known = find(kind);
            if (receivers.size() >= REMEMBERED) {
                receivers.clear();
            }
            receivers.put(kind, known);
        }
        return known;
    }

    private Connection[] find(Kind kind) {
        List<Connection> found = new ArrayList<>();
        byConnection.forEach((connection, own) -> {
            for (Subscription subscription : own.values()) {
                if (subscription.wants(kind.event(), kind.symbol(), kind.portfolioId())) {
                    found.add(connection);
                    return;
                }
            }
        });
        return found.isEmpty() ? NOBODY : found.toArray(NOBODY);
    }
}
