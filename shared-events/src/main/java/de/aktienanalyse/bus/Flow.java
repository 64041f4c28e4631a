package de.aktienanalyse.bus;

import de.aktienanalyse.bus.EventBus.CommandHandler;
import de.aktienanalyse.bus.EventBus.Reaction;
import de.aktienanalyse.bus.EventBus.Watcher;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// The page that says what a service hears and says: one line per subscription.
///
/// ```java
/// new Flow("verwaltung.cross-system-sync")
///     .hears(AnalysisCompleted.class).says(PositionChanged.class).by(autoImport::consider)
///     .watches(PriceUpdated.class).says(ValuationUpdated.class).by(valuation::onPrice)
///     .obeys(PlaceOrder.class).says(OrderEvent.Created.class).by(desk::place)
///     .obeys(GetPortfolio.class).answers(depot::snapshot);
/// ```
///
/// A service has one Flow bean per group. What a line says is a declaration: the topology compares
/// it with what is seen.
public final class Flow {

    /// One line of the page.
    ///
    /// @param verb `react`, `watch`, `obey` or `work`
    /// @param hears wire name of an event or command, or a family's
    /// @param says wire names
    public record Step(String group, String verb, String hears, List<String> says) {}

    private final String group;
    private final List<Step> steps = new ArrayList<>();
    private final List<Consumer<EventBus>> subscriptions = new ArrayList<>();
    private final List<String> spontaneous = new ArrayList<>();

    /// @param group a named target of the routing table
    public Flow(String group) {
        this.group = group;
    }

    public String group() {
        return group;
    }

    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /// Wire names of what is said without hearing anything first: ticks, heartbeats.
    public List<String> spontaneous() {
        return List.copyOf(spontaneous);
    }

    /// Once per group, in order, again after a failure. Only `EVERY`.
    public <E extends Event> Hearing<E> hears(Class<E> type) {
        for (Class<? extends E> event : EventTypes.under(type)) {
            if (EventTypes.deliveryOf(event) != Delivery.EVERY) {
                throw new IllegalArgumentException(
                        "%s is %s: watch it, only EVERY can be heard by a group"
                                .formatted(EventTypes.nameOf(event), EventTypes.deliveryOf(event)));
            }
        }
        return new Hearing<>(type);
    }

    /// Live, may miss.
    public <E extends Event> Watching<E> watches(Class<E> type) {
        return new Watching<>(type);
    }

    public <C extends Command> Obeying<C> obeys(Class<C> type) {
        return new Obeying<>(type);
    }

    /// Declares what is said without hearing anything first.
    @SafeVarargs
    public final Flow says(Class<? extends Event>... types) {
        spontaneous.addAll(names(types));
        return this;
    }

    void register(EventBus bus) {
        subscriptions.forEach(subscription -> subscription.accept(bus));
    }

    private Flow add(
            String verb, String hears, List<String> says, Consumer<EventBus> subscription) {
        steps.add(new Step(group, verb, hears, says));
        subscriptions.add(subscription);
        return this;
    }

    private static List<String> names(Class<? extends Event>[] types) {
        return Arrays.stream(types)
                .flatMap(type -> EventTypes.under(type).stream())
                .map(EventTypes::nameOf)
                .toList();
    }

    private static String hearingName(Class<? extends Event> type) {
        List<? extends Class<? extends Event>> events = EventTypes.under(type);
        return events.size() == 1
                ? EventTypes.nameOf(events.getFirst())
                : EventTypes.familyOf(EventTypes.nameOf(events.getFirst())) + ".*";
    }

    public final class Hearing<E extends Event> {
        private final Class<E> type;
        private List<String> says = List.of();
        private boolean newsOnly;

        private Hearing(Class<E> type) {
            this.type = type;
        }

        @SafeVarargs
        public final Hearing<E> says(Class<? extends Event>... types) {
            says = names(types);
            return this;
        }

        /// Gets nothing from a replay nor what follows from one: for what tells people or leads to
        /// orders.
        public Hearing<E> refusingReplays() {
            newsOnly = true;
            return this;
        }

        public Flow by(Reaction<E> reaction) {
            Reaction<E> careful = newsOnly ? new NewsOnly<>(reaction) : reaction;
            return add("react", hearingName(type), says, bus -> bus.react(group, type, careful));
        }

        /// For a reaction after which nothing is said.
        public Flow quietly(Consumer<EventEnvelope<E>> reaction) {
            return by(heard -> {
                reaction.accept(heard);
                return List.of();
            });
        }
    }

    public final class Watching<E extends Event> {
        private final Class<E> type;
        private List<String> says = List.of();

        private Watching(Class<E> type) {
            this.type = type;
        }

        @SafeVarargs
        public final Watching<E> says(Class<? extends Event>... types) {
            says = names(types);
            return this;
        }

        public Flow by(Watcher<E> watcher) {
            return add("watch", hearingName(type), says, bus -> bus.watch(type, watcher));
        }
    }

    public final class Obeying<C extends Command> {
        private final Class<C> type;
        private List<String> says = List.of();

        private Obeying(Class<C> type) {
            this.type = type;
        }

        @SafeVarargs
        public final Obeying<C> says(Class<? extends Event>... types) {
            says = names(types);
            return this;
        }

        public Flow by(CommandHandler<C> handler) {
            return add("obey", CommandTypes.nameOf(type), says, bus -> bus.obey(type, handler));
        }

        /// For a command that takes long: several at once, on whichever instance has time.
        public Flow workedOn(Worker<C> worker) {
            return add("work", CommandTypes.nameOf(type), says, bus -> bus.work(type, worker));
        }

        /// For a command that changes nothing.
        public Flow answers(Answer<C> answer) {
            return by(command -> Outcome.of(answer.to(command)));
        }
    }

    @FunctionalInterface
    public interface Answer<C extends Command> {
        CommandAnswer to(CommandEnvelope<C> command) throws Exception;
    }
}
