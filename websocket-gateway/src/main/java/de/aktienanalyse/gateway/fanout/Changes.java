package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.outbound.Connection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which connections' subscriptions changed lately. Belongs to the writer's thread.
final class Changes {
    /// More of them are dearer to mend than to begin anew.
    private static final int KEPT = 256;

    private final @Nullable Connection[] latest = new Connection[KEPT];
    private long count;

    /// How many there were so far.
    long count() {
        return count;
    }

    /// @return whether it is a round number, for what need not be done each time
    boolean add(Connection connection) {
        latest[slot(count++)] = connection;
        return slot(count) == 0;
    }

    /// Whether all changes after the first `before` are known.
    boolean reachBackTo(long before) {
        return count - before <= KEPT;
    }

    /// Those that changed after the first `before` changes.
    Set<Connection> since(long before) {
        Set<Connection> changed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (long at = before; at < count; at++) {
            Connection connection = latest[slot(at)];
            if (connection != null) {
                changed.add(connection);
            }
        }
        return changed;
    }

    private static int slot(long number) {
        return (int) (number % KEPT);
    }
}
