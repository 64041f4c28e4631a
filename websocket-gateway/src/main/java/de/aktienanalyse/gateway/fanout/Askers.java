package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.outbound.Connection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which connection waits for the outcome of which command. Belongs to the writer's thread.
final class Askers {
    private static final int AT_MOST = 1_000;

    record Ask(String actor, String commandId) {}

    private final Map<Ask, Set<Connection>> waiting = new HashMap<>();
    private final Map<Connection, LinkedHashSet<Ask>> asks = new IdentityHashMap<>();

    void expect(Connection connection, Ask ask) {
        LinkedHashSet<Ask> own = asks.computeIfAbsent(connection, _ -> new LinkedHashSet<>());
        if (own.add(ask)) {
            waiting.computeIfAbsent(ask, _ -> new LinkedHashSet<>()).add(connection);
            if (own.size() > AT_MOST) {
                answered(connection, own.getFirst());
            }
        }
    }

    boolean expects(Connection connection, Ask ask) {
        return waiting.getOrDefault(ask, Set.of()).contains(connection);
    }

    List<Connection> of(Ask ask) {
        return List.copyOf(waiting.getOrDefault(ask, Set.of()));
    }

    void answered(Connection connection, Ask ask) {
        Set<Ask> own = asks.get(connection);
        if (own != null && own.remove(ask)) {
            forget(connection, ask);
        }
    }

    private void forget(Connection connection, Ask ask) {
        Set<Connection> others = waiting.get(ask);
        if (others != null && others.remove(connection) && others.isEmpty()) {
            waiting.remove(ask);
        }
    }

    void left(Connection connection) {
        Set<Ask> own = asks.remove(connection);
        if (own != null) {
            own.forEach(ask -> forget(connection, ask));
        }
    }
}
