package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.outbound.Connection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which connection waits for the outcome of which command. Belongs to the writer's thread.
///
/// A socket waits for what it asked itself, request by request: the owner answers each, also those
/// under one id. Until its own is answered it hears what others are told under the id. A stream or
/// poll has no way back: its client asks by REST, so it waits for all that its user asked.
final class Askers {
    private static final int AT_MOST = 1_000;

    record Ask(String actor, String commandId) {}

    /// @param correlationId null: asked by an earlier connection, which did not say
    private record Request(Ask ask, @Nullable String correlationId) {}

    /// @param open how often each was sent
    /// @param told hears the id of each command whose outcome was told
    private record Own(LinkedHashMap<Request, Integer> open, Consumer<String> told) {}

    /// How many requests under an id a connection has.
    private final Map<Ask, Map<Connection, Integer>> waiting = new HashMap<>();

    private final Map<String, Set<Connection>> ofTheirUsers = new HashMap<>();
    private final Map<Connection, Own> asks = new IdentityHashMap<>();

    void expectAll(Connection connection) {
        ofTheirUsers.computeIfAbsent(connection.user(), _ -> new LinkedHashSet<>()).add(connection);
    }

    private Set<Connection> allOf(String actor) {
        return ofTheirUsers.getOrDefault(actor, Set.of());
    }

    void expect(
            Connection connection, Ask ask, @Nullable String correlationId, Consumer<String> told) {
        Own own = asks.computeIfAbsent(connection, _ -> new Own(new LinkedHashMap<>(), told));
        Request request = new Request(ask, correlationId);
        if (own.open().merge(request, 1, Integer::sum) == 1) {
            waiting.computeIfAbsent(ask, _ -> new LinkedHashMap<>())
                    .merge(connection, 1, Integer::sum);
            if (own.open().size() > AT_MOST) {
                Request eldest = own.open().firstEntry().getKey();
                own.open().remove(eldest);
                forget(connection, eldest);
            }
        }
    }

    boolean expects(Connection connection, Ask ask) {
        return waiting.getOrDefault(ask, Map.of()).containsKey(connection)
                || allOf(ask.actor()).contains(connection);
    }

    List<Connection> of(Ask ask) {
        Set<Connection> all = new LinkedHashSet<>(waiting.getOrDefault(ask, Map.of()).keySet());
        all.addAll(allOf(ask.actor()));
        return List.copyOf(all);
    }

    /// An outcome was told to this connection.
    ///
    /// @param correlationId of the request that it answers, whoever sent that
    void answered(Connection connection, Ask ask, @Nullable String correlationId) {
        Own own = asks.get(connection);
        if (own == null || !waiting.getOrDefault(ask, Map.of()).containsKey(connection)) {
            return;
        }
        Request exact = new Request(ask, correlationId);
        Request request = own.open().containsKey(exact) ? exact : new Request(ask, null);
        if (own.open().containsKey(request)
                && own.open().computeIfPresent(request, (_, count) -> count > 1 ? count - 1 : null)
                        == null) {
            forget(connection, request);
        }
        own.told().accept(ask.commandId());
    }

    private void forget(Connection connection, Request request) {
        Map<Connection, Integer> all = waiting.get(request.ask());
        if (all != null) {
            all.computeIfPresent(connection, (_, count) -> count > 1 ? count - 1 : null);
            if (all.isEmpty()) {
                waiting.remove(request.ask());
            }
        }
    }

    void left(Connection connection) {
        ofTheirUsers.computeIfPresent(
                connection.user(),
                (_, known) -> {
                    known.remove(connection);
                    return known.isEmpty() ? null : known;
                });
        Own own = asks.remove(connection);
        if (own != null) {
            own.open().keySet().forEach(request -> forget(connection, request));
        }
    }
}
