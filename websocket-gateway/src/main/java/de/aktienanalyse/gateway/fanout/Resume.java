package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.Position;
import de.aktienanalyse.bus.StreamLog.Head;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.positions.Place;
import de.aktienanalyse.gateway.positions.Positions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One connection on its way from where it left to what is live. Belongs to the writer's thread.
///
/// Until it is done its subscriptions are not live, so nothing has to be buffered: what is said
/// meanwhile is remembered in [Recent] and told with the rest.
final class Resume {
    /// More than this are not told one by one.
    private static final int AT_MOST = 20_000;

    /// One message `subscribe`.
    ///
    /// @param from where it begins, partition by partition
    record Wish(
            List<Subscription> subscriptions,
            Positions from,
            boolean snapshot,
            @Nullable String correlationId) {

        long families() {
            long families = 0;
            for (Subscription subscription : subscriptions) {
                families |= subscription.families();
            }
            return families;
        }

        boolean isBehind(Place place) {
            int partition = place.partition();
            return place.epoch() == from.epoch(partition)
                    ? place.sequence() > from.sequence(partition)
                    : place.epoch() > from.epoch(partition);
        }
    }

    /// What stands between a resume and its end.
    sealed interface State {
        /// @param missed how many messages lie between
        record Ready(int missed) implements State {}

        /// The bus has said it, this gateway has not heard it yet.
        record Ahead() implements State {}

        /// @param behind where to read from, by partition; empty: only the heads
        record ToRead(Map<Integer, Position> behind, int missed) implements State {}

        record Hopeless(String reason) implements State {}
    }

    final Connection connection;
    final List<Wish> wishes = new ArrayList<>();

    /// What is to be said behind it.
    final List<Runnable> behind = new ArrayList<>();

    /// Tokens that are being looked up.
    int lookups;

    /// Which commands an earlier connection asked could not be found out.
    boolean lookupFailed;

    /// So many of the missed messages the user may be told again.
    int granted;

    int beats;
    boolean headsAreFresh;

    Resume(Connection connection) {
        this.connection = connection;
    }

    /// Sequence behind which something is missing in `partition`, the least of all wishes.
    long from(int partition) {
        long least = Long.MAX_VALUE;
        for (Wish wish : wishes) {
            if (concerns(wish, partition)) {
                least = Math.min(least, wish.from().sequence(partition));
            }
        }
        return least;
    }

    static boolean concerns(Wish wish, int partition) {
        return Positions.isIn(partition, wish.families() | BrowserNames.USER);
    }

    /// @param heads as they were last read
    State state(Positions now, Recent recent, @Nullable Map<String, Head> heads) {
        if (lookupFailed) {
            return new State.Hopeless("unavailable");
        }
        Map<Integer, Position> toRead = new HashMap<>();
        int missed = 0;
        boolean ahead = false;
        boolean needsHeads = false;
        for (int partition = 0; partition < Positions.COUNT; partition++) {
            long most = 0;
            for (Wish wish : wishes) {
                if (!concerns(wish, partition)) {
                    continue;
                }
                Position from = wish.from().at(partition);
                if (from.isAfter(now.at(partition))) {
                    ahead = true;
                    continue;
                }
                // Heads from before may know an epoch that ended earlier than they thought.
                if (!isPast(from, now.at(partition), headsAreFresh ? heads : null)) {
                    if (headsAreFresh) {
                        return new State.Hopeless("epoch");
                    }
                    needsHeads = true;
                }
                long missing = now.sequence(partition) - from.sequence();
                if (missing > 0 && recent.isLost(partition, from.sequence() + 1)) {
                    return new State.Hopeless("trimmed");
                }
                if (missing > 0 && !recent.has(partition, from.sequence() + 1)) {
                    toRead.merge(partition, from, (a, b) -> a.isAfter(b) ? b : a);
                }
                most = Math.max(most, missing);
            }
            missed += (int) Math.min(most, AT_MOST + 1);
            if (missed > AT_MOST) {
                return new State.Hopeless("too_long");
            }
        }
        if (ahead) {
            return new State.Ahead();
        }
        return needsHeads || !toRead.isEmpty()
                ? new State.ToRead(toRead, missed)
                : new State.Ready(missed);
    }

    /// Whether the sequence leads from there to here.
    private static boolean isPast(Position from, Position now, @Nullable Map<String, Head> heads) {
        if (from.epoch() == now.epoch()) {
            return true;
        }
        if (from.epoch() == 0) {
            return from.sequence() == 0;
        }
        Head head = heads == null ? null : heads.get(from.partition());
        return head != null && head.knows(from) && from.sequence() <= now.sequence();
    }
}
