package de.aktienanalyse.bus;

import de.aktienanalyse.bus.EventBus.CommandHandler;
import de.aktienanalyse.bus.EventBus.RawWatcher;
import de.aktienanalyse.bus.EventBus.Reaction;
import de.aktienanalyse.bus.EventBus.Watcher;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who hears what: filled before the bus starts, only read afterwards.
final class Registry {

    /// One reaction of a group to one event record.
    record Entry(String group, Class<? extends Event> type, Reaction<Event> reaction) {}

    private final SortedMap<String, Map<Class<? extends Event>, List<Entry>>> groups =
            new TreeMap<>();
    private final Map<Class<? extends Event>, List<Watcher<Event>>> watchers = new HashMap<>();
    private final List<RawWatcher> rawWatchers = new ArrayList<>();
    private final Map<Class<? extends Command>, CommandHandler<Command>> handlers = new HashMap<>();
    private final Map<Class<? extends Command>, Worker<Command>> workers = new HashMap<>();
    private EventBus.@Nullable InboxHandler inboxHandler;
    private boolean started;

    @SuppressWarnings("unchecked")
    <E extends Event> void react(String group, Class<E> type, Reaction<E> reaction) {
        refuseAfterStart();
        for (Class<? extends E> event : EventTypes.under(type)) {
            if (EventTypes.deliveryOf(event) != Delivery.EVERY) {
                throw new IllegalArgumentException(
                        EventTypes.nameOf(event)
                                + " is not EVERY: watch it instead of reacting to it");
            }
            groups.computeIfAbsent(group, _ -> new HashMap<>())
                    .computeIfAbsent(event, _ -> new ArrayList<>())
                    .add(new Entry(group, event, (Reaction<Event>) (Reaction<?>) reaction));
        }
    }

    @SuppressWarnings("unchecked")
    <E extends Event> void watch(Class<E> type, Watcher<E> watcher) {
        refuseAfterStart();
        for (Class<? extends E> event : EventTypes.under(type)) {
            watchers.computeIfAbsent(event, _ -> new ArrayList<>())
                    .add((Watcher<Event>) (Watcher<?>) watcher);
        }
    }

    void watchAll(RawWatcher watcher) {
        refuseAfterStart();
        rawWatchers.add(watcher);
    }

    @SuppressWarnings("unchecked")
    <C extends Command> void obey(Class<C> type, CommandHandler<C> handler) {
        refuseAfterStart();
        if (handlers.put(type, (CommandHandler<Command>) (CommandHandler<?>) handler) != null) {
            throw new IllegalArgumentException(CommandTypes.nameOf(type) + " has two handlers");
        }
    }

    @SuppressWarnings("unchecked")
    <C extends Command> void work(Class<C> type, Worker<C> worker) {
        refuseAfterStart();
        if (workers.put(type, (Worker<Command>) (Worker<?>) worker) != null) {
            throw new IllegalArgumentException(CommandTypes.nameOf(type) + " has two workers");
        }
    }

    void inbox(EventBus.InboxHandler handler) {
        refuseAfterStart();
        inboxHandler = handler;
    }

    EventBus.@Nullable InboxHandler inboxHandler() {
        return inboxHandler;
    }

    void start() {
        for (String queue : workedQueues()) {
            if (queues().contains(queue)) {
                throw new IllegalStateException(
                        queue + " is either taken in order or worked on by several, not both");
            }
        }
        started = true;
    }

    Set<String> groups() {
        return groups.keySet();
    }

    /// The families that a group has to read.
    Set<String> familiesOf(String group) {
        Set<String> families = new TreeSet<>();
        groups.getOrDefault(group, Map.of())
                .keySet()
                .forEach(type -> families.add(EventTypes.familyOf(EventTypes.nameOf(type))));
        return families;
    }

    List<Entry> reactions(String group, Class<? extends Event> type) {
        return groups.getOrDefault(group, Map.of()).getOrDefault(type, List.of());
    }

    /// The families that must be listened to.
    Set<String> listenedFamilies() {
        return rawWatchers.isEmpty() ? watchedFamilies() : EventTypes.families();
    }

    /// The families of which some event is watched decoded.
    Set<String> watchedFamilies() {
        Set<String> families = new TreeSet<>();
        watchers.keySet()
                .forEach(type -> families.add(EventTypes.familyOf(EventTypes.nameOf(type))));
        return families;
    }

    /// The families of which somebody hears `LATEST` events.
    Set<String> latestFamilies() {
        Set<String> families = new TreeSet<>();
        for (Class<? extends Event> type : EventTypes.all()) {
            if (EventTypes.deliveryOf(type) == Delivery.LATEST
                    && (!rawWatchers.isEmpty() || watchers.containsKey(type))) {
                families.add(EventTypes.familyOf(EventTypes.nameOf(type)));
            }
        }
        return families;
    }

    List<Watcher<Event>> watchers(EventEnvelope<?> envelope) {
        return watchers.getOrDefault(envelope.data().getClass(), List.of());
    }

    List<RawWatcher> rawWatchers() {
        return rawWatchers;
    }

    /// The queues that this service takes from.
    Set<String> queues() {
        Set<String> queues = new TreeSet<>();
        handlers.keySet().forEach(type -> queues.add(CommandTypes.queueOf(type)));
        return queues;
    }

    /// The queues for whose commands workers compete.
    Set<String> workedQueues() {
        Set<String> queues = new TreeSet<>();
        workers.keySet().forEach(type -> queues.add(CommandTypes.queueOf(type)));
        return queues;
    }

    boolean works(Class<? extends Command> type) {
        return workers.containsKey(type);
    }

    Worker.Conclusion work(CommandEnvelope<Command> command, Worker.Progress progress)
            throws Exception {
        Worker<Command> worker = workers.get(command.data().getClass());
        return worker == null ? () -> unknown(command) : worker.on(command, progress);
    }

    boolean obeys(Class<? extends Command> type) {
        return handlers.containsKey(type);
    }

    Outcome carryOut(CommandEnvelope<Command> command) throws Exception {
        CommandHandler<Command> handler = handlers.get(command.data().getClass());
        if (handler == null) {
            return unknown(command);
        }
        return handler.on(command);
    }

    private static Outcome unknown(CommandEnvelope<Command> command) {
        return Outcome.refused(
                "unknown_command", command.command() + " has no handler here", "command");
    }

    private void refuseAfterStart() {
        if (started) {
            throw new IllegalStateException(
                    "Subscribe before the bus starts: declare it in a Flow");
        }
    }
}
