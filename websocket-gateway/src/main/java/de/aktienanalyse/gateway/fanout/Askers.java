package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.outbound.Connection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which connection waits for the outcome of which command. Belongs to the writer's thread.
///
/// A socket waits for what it asked itself. A stream or poll has no way back: its client asks by
/// REST, so it waits for all that its user asked.
final class Askers {
    private static final int AT_MOST = 1_000;

    record Ask(String actor, String commandId) {}

    private final Map<Ask, Set<Connection>> waiting = new HashMap<>();
    private final Map<String, Set<Connection>> ofTheirUsers = new HashMap<>();
    private final Map<Connection, LinkedHashSet<Ask>> asks = new IdentityHashMap<>();

    void expectAll(Connection connection) {
        ofTheirUsers.computeIfAbsent(connection.user(), _ -> new LinkedHashSet<>()).add(connection);
    }

    private Set<Connection> allOf(String actor) {
        return ofTheirUsers.getOrDefault(actor, Set.of());
    }

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
        return waiting.getOrDefault(ask, Set.of()).contains(connection)
                || allOf(ask.actor()).contains(connection);
    }

    List<Connection> of(Ask ask) {
        Set<Connection> all = new LinkedHashSet<>(waiting.getOrDefault(ask, Set.of()));
        all.addAll(allOf(ask.actor()));
        return List.copyOf(all);
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
        ofTheirUsers.computeIfPresent(
                connection.user(),
                (_, known) -> {
                    known.remove(connection);
                    return known.isEmpty() ? null : known;
                });
        Set<Ask> own = asks.remove(connection);
        if (own != null) {
            own.forEach(ask -> forget(connection, ask));
        }
    }
}
