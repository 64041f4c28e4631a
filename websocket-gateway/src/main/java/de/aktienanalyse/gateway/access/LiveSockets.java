package de.aktienanalyse.gateway.access;

import de.aktienanalyse.gateway.frames.CloseCode;
import de.aktienanalyse.gateway.outbound.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The open sockets of each login, so that they end with it.
public final class LiveSockets {
    /// Each with the `System.nanoTime` at which it was opened.
    private final Map<String, Map<Connection, Long>> byLogin = new ConcurrentHashMap<>();

    private final Set<String> used = ConcurrentHashMap.newKeySet();

    public void opened(Actor actor, Connection connection) {
        byLogin.compute(
                actor.login(),
                (_, known) -> {
                    Map<Connection, Long> sockets =
                            known == null ? new ConcurrentHashMap<>() : known;
                    sockets.put(connection, System.nanoTime());
                    return sockets;
                });
    }

    public void closed(Actor actor, Connection connection) {
        byLogin.computeIfPresent(
                actor.login(),
                (_, sockets) -> {
                    sockets.remove(connection);
                    return sockets.isEmpty() ? null : sockets;
                });
    }

    public Set<String> logins() {
        return Set.copyOf(byLogin.keySet());
    }

    /// Its user did something by one of its sockets.
    public void used(String login) {
        used.add(login);
    }

    /// The logins that were used since this was last asked.
    public Set<String> takeUsed() {
        Set<String> taken = Set.copyOf(used);
        used.removeAll(taken);
        return taken;
    }

    /// Ends all sockets of a login that is over.
    public void end(String login) {
        byLogin.getOrDefault(login, Map.of())
                .keySet()
                .forEach(socket -> socket.close(CloseCode.LOG_IN_AGAIN, "log in again"));
    }

    /// Sends away those of a login that are open for longer: they come again by the door, and go on
    /// where they were.
    public void renew(String login, Duration atMost) {
        long now = System.nanoTime();
        byLogin.getOrDefault(login, Map.of())
                .forEach((socket, since) -> {
                    if (now - since > atMost.toNanos()) {
                        socket.close(CloseCode.GOING_AWAY, "come again");
                    }
                });
    }
}
