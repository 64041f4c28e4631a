package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.outbound.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;

/// Who gets a kind of news, each once.
///
/// @param atOnce get every message
/// @param paced get values at most at a rate
/// @param intervals of `paced`, in nanoseconds
record Receivers(Connection[] atOnce, Connection[] paced, long[] intervals) {
    /// The interval of one that does not want it.
    static final long NOT = -1;

    private static final Connection[] NONE = {};
    private static final Receivers NOBODY = new Receivers(NONE, NONE, new long[0]);

    /// @param action gets each with its interval; 0: at once
    void forEach(ObjLongConsumer<Connection> action) {
        for (Connection connection : atOnce) {
            action.accept(connection, 0);
        }
        for (int i = 0; i < paced.length; i++) {
            action.accept(paced[i], intervals[i]);
        }
    }

    static final class Builder {
        private final List<Connection> atOnce = new ArrayList<>();
        private final List<Connection> paced = new ArrayList<>();
        private final List<Long> intervals = new ArrayList<>();

        void add(Connection connection, long interval) {
            if (interval == 0) {
                atOnce.add(connection);
            } else if (interval != NOT) {
                paced.add(connection);
                intervals.add(interval);
            }
        }

        Receivers build() {
            return atOnce.isEmpty() && paced.isEmpty()
                    ? NOBODY
                    : new Receivers(
                            atOnce.toArray(NONE),
                            paced.toArray(NONE),
                            intervals.stream().mapToLong(Long::longValue).toArray());
        }
    }
}
