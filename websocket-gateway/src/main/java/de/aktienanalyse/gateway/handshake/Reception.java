package de.aktienanalyse.gateway.handshake;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.outbound.Connection;

/// Who receives those that came in.
@FunctionalInterface
public interface Reception {
    Visitor receive(Connection connection, Actor actor);
}
