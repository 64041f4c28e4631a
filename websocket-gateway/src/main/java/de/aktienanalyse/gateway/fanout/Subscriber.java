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
            if (!mayAsk(connection, wish)) {
                continue;
            }
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
        subscriptions.changed(connection);
        if (wish.snapshot()) {
            landing.snapshotOrRefusal(connection, added, wish.correlationId());
        }
        objects.tell(connection, added, wish.correlationId());
    }

    /// Each event type is answered and looked up by the thread that writes to all, so they count
    /// like messages that are said again.
    boolean mayAsk(Connection connection, ClientMessage.Subscribe wish) {
        boolean may = limits.mayRepeat(connection.user(), wish.eventTypes().size());
        if (!may) {
            teller.refused(
                    connection,
                    "rate_limited",
                    "Too many subscriptions lately; ask for them later",
                    "data.event_types",
                    wish.correlationId());
        }
        return may;
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
        List<String> symbols = wish.symbols();
        Set<String> shares = symbols == null ? Set.of() : Set.copyOf(symbols);
        List<String> types = wish.eventTypes();
        for (int i = 0; i < types.size() && !connection.isGone(); i++) {
            String type = types.get(i);
            if (!Glob.isValid(type)) {
                refuse(connection, "invalid_subscription", "is no event type or glob", i, wish);
                continue;
            }
            Subscription subscription =
                    new Subscription(
                            new Glob(type),
                            shares,
                            wish.portfolioId(),
                            wish.maxRateHz(),
                            wish.objects());
            if (!subscriptions.add(connection, subscription, limits.subscriptions())) {
                refuse(connection, "too_many_subscriptions", tooMany(), i, wish);
                continue;
            }
            added.add(subscription);
            teller.confirmed(
                    connection,
                    type,
                    from.texts(subscription.families() | BrowserNames.USER),
                    wish.correlationId());
        }
        metrics.subscriptions(subscriptions.total());
        return added;
    }

    private String tooMany() {
        return "at most " + limits.subscriptions() + " subscriptions per connection";
    }

    private void refuse(
            Connection connection,
            String event,
            String problem,
            int index,
            ClientMessage.Subscribe wish) {
        String field = "data.event_types[" + index + "]";
        teller.refused(connection, event, problem, field, wish.correlationId());
    }

    void unsubscribe(Connection connection, ClientMessage.Unsubscribe wish) {
        for (String type : wish.eventTypes()) {
            subscriptions.remove(connection, type);
            teller.cancelled(connection, type, wish.correlationId());
        }
        subscriptions.changed(connection);
        metrics.subscriptions(subscriptions.total());
    }
}
