package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.Position;
import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.positions.Positions;
import de.aktienanalyse.gateway.protocol.ClientMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes in what clients want to hear and from where on. Belongs to the writer's thread.
final class Subscriber {
    private final Teller teller;
    private final Subscriptions subscriptions;
    private final Resumes resumes;
    private final Landing landing;
    private final WholeObjects objects;
    private final Limits limits;
    private final Positions now;
    private final FanoutMetrics metrics;

    Subscriber(
            Teller teller,
            Subscriptions subscriptions,
            Resumes resumes,
            Landing landing,
            WholeObjects objects,
            Limits limits,
            Positions now,
            FanoutMetrics metrics) {
        this.teller = teller;
        this.subscriptions = subscriptions;
        this.resumes = resumes;
        this.landing = landing;
        this.objects = objects;
        this.limits = limits;
        this.now = now;
        this.metrics = metrics;
    }

    void subscribe(Connection connection, List<ClientMessage.Subscribe> wishes) {
        Resume underWay = null;
        for (ClientMessage.Subscribe wish : wishes) {
            if (wish.positions().isEmpty()) {
                begin(connection, wish);
            } else {
                Resume resume = resume(connection, wish);
                underWay = resume == null ? underWay : resume;
            }
        }
        if (underWay != null) {
            // Not before all are in it: positions that the first moves would leave the next behind.
            resumes.goOn(underWay);
        }
    }

    /// From now on.
    private void begin(Connection connection, ClientMessage.Subscribe wish) {
        Positions from = now.copy();
        List<Subscription> added = add(connection, wish, from);
        added.forEach(subscription -> subscription.liveSince(from));
        subscriptions.changed();
        if (wish.snapshot()) {
            landing.snapshotOrRefusal(connection, added, wish.correlationId());
        }
        objects.tell(connection, added, wish.correlationId());
    }

    /// Begins a resume, or adds to the one under way, and does not go on with it. Null when there
    /// is nothing to resume.
    @Nullable Resume resume(Connection connection, ClientMessage.Subscribe wish) {
        Positions from = now.copy();
        List<Position> given = wish.positions();
        for (int i = 0; i < given.size(); i++) {
            Position position = given.get(i);
            int partition = Positions.numberOf(position.partition());
            if (partition < 0) {
                String field = "data.positions[" + i + "]";
                teller.refused(
                        connection,
                        "invalid_subscription",
                        "names no partition of the bus",
                        field,
                        wish.correlationId());
                return null;
            }
            from.set(partition, position.epoch(), position.sequence());
        }
        List<Subscription> added = add(connection, wish, from);
        return connection.isGone()
                ? null
                : resumes.begin(
                        connection,
                        new Resume.Wish(added, from, wish.snapshot(), wish.correlationId()));
    }

    private List<Subscription> add(
            Connection connection, ClientMessage.Subscribe wish, Positions from) {
        List<Subscription> added = new ArrayList<>();
        List<String> types = wish.eventTypes();
        for (int i = 0; i < types.size() && !connection.isGone(); i++) {
            Subscription subscription = add(connection, wish, i, from);
            if (subscription != null) {
                added.add(subscription);
            }
        }
        metrics.subscriptions(subscriptions.total());
        return added;
    }

    private @Nullable Subscription add(
            Connection connection, ClientMessage.Subscribe wish, int index, Positions from) {
        String type = wish.eventTypes().get(index);
        String field = "data.event_types[" + index + "]";
        if (!Glob.isValid(type)) {
            String problem = "is no event type or glob";
            teller.refused(
                    connection, "invalid_subscription", problem, field, wish.correlationId());
            return null;
        }
        Subscription subscription =
                new Subscription(
                        new Glob(type),
                        wish.symbols() == null ? Set.of() : Set.copyOf(wish.symbols()),
                        wish.portfolioId(),
                        wish.maxRateHz(),
                        wish.objects());
        if (!subscriptions.add(connection, subscription, limits.subscriptions())) {
            String problem = "at most " + limits.subscriptions() + " subscriptions per connection";
            teller.refused(
                    connection, "too_many_subscriptions", problem, field, wish.correlationId());
            return null;
        }
        teller.confirmed(
                connection,
                type,
                from.texts(subscription.families() | BrowserNames.USER),
                wish.correlationId());
        return subscription;
    }

    void unsubscribe(Connection connection, ClientMessage.Unsubscribe wish) {
        for (String type : wish.eventTypes()) {
            subscriptions.remove(connection, type);
            teller.cancelled(connection, type, wish.correlationId());
        }
        metrics.subscriptions(subscriptions.total());
    }
}
