package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The other half of a snapshot: objects of which only events are told, for those who begin or
/// begin anew. Belongs to the writer's thread.
///
/// Asked behind the positions from which the client hears on, so an object is never older than
/// these; of what overlaps the higher `revision` counts. One question at a time per depot serves
/// all who waited for it: after a gap hundreds do.
final class WholeObjects {
    private static final String FIELD = "data.objects";

    /// Who comes back asks for much at once; what the limit refuses then it allows a little later.
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int TRIES = 15;

    private final Writer writer;
    private final Teller teller;
    private final Limits limits;
    private final ObjectOwner owner;
    private final Map<Depot, List<Wanting>> asked = new HashMap<>();
    private final Map<Depot, List<Wanting>> next = new HashMap<>();

    private record Depot(String user, @Nullable String portfolioId) {}

    private record Wanting(
            Connection connection, List<Subscription> wanting, @Nullable String correlationId) {}

    WholeObjects(Writer writer, Teller teller, Limits limits, ObjectOwner owner) {
        this.writer = writer;
        this.teller = teller;
        this.limits = limits;
        this.owner = owner;
    }

    /// Comes when the owner has answered, if any of these asked for it.
    void tell(
            Connection connection,
            Collection<Subscription> subscriptions,
            @Nullable String correlationId) {
        Map<Depot, List<Subscription>> byDepot =
                subscriptions.stream()
                        .filter(Subscription::wantsOrders)
                        .collect(
                                Collectors.groupingBy(
                                        each -> new Depot(connection.user(), each.portfolioId())));
        byDepot.forEach((depot, wanting) -> {
            Wanting one = new Wanting(connection, wanting, correlationId);
            if (asked.containsKey(depot)) {
                // What is on its way may be older than this client's positions.
                next.computeIfAbsent(depot, _ -> new ArrayList<>()).add(one);
            } else {
                ask(depot, List.of(one));
            }
        });
    }

    private void ask(Depot depot, List<Wanting> all) {
        asked.put(depot, all);
        askWhenAllowed(depot, all, 1);
    }

    private void askWhenAllowed(Depot depot, List<Wanting> all, int attempt) {
        if (all.stream().allMatch(one -> one.connection().isGone())) {
            done(depot, _ -> {});
        } else if (limits.mayCommand(depot.user())) {
            owner.workingOrders(depot.user(), depot.portfolioId())
                    .whenComplete((page, _) -> writer.execute(() -> answered(depot, page)));
        } else if (attempt < TRIES) {
            writer.after(PAUSE, () -> askWhenAllowed(depot, all, attempt + 1));
        } else {
            String problem = "Too many commands; ask a little later";
            done(depot, one -> refuse(one, "rate_limited", problem));
        }
    }

    private void answered(Depot depot, ObjectOwner.@Nullable Page page) {
        String problem = "Nobody answered; ask get_order_history";
        done(
                depot,
                page == null
                        ? one -> refuse(one, "snapshot_unavailable", problem)
                        : one -> tell(one, page));
    }

    private void done(Depot depot, Consumer<Wanting> telling) {
        List<Wanting> served = Objects.requireNonNullElse(asked.remove(depot), List.of());
        List<Wanting> waiting = next.remove(depot);
        served.forEach(telling);
        if (waiting != null) {
            ask(depot, waiting);
        }
    }

    private void tell(Wanting one, ObjectOwner.Page page) {
        if (!one.connection().isGone()) {
            teller.snapshot(
                    one.connection(),
                    page.command(),
                    page.items().stream()
                            .filter(item ->
                                    one.wanting().stream()
                                            .anyMatch(each -> each.isOf(item.symbol())))
                            .map(ObjectOwner.Item::json)
                            .toList(),
                    page.nextCursor(),
                    one.correlationId());
        }
    }

    private void refuse(Wanting one, String event, String problem) {
        if (!one.connection().isGone()) {
            teller.refused(one.connection(), event, problem, FIELD, one.correlationId());
        }
    }
}
