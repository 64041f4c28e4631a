package de.aktienanalyse.bus;

import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import de.aktienanalyse.events.UserEvent.CommandProgressed;
import de.aktienanalyse.events.UserEvent.JobState;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The contract of the bus on one thread, for tests: `publish` returns when everything that follows
/// is done, and [#said()] remembers it. Every event passes the wire format, so what does not
/// survive it fails here.
public final class InMemoryEventBus implements EventBus {
    private static final int ATTEMPTS = 5;

    private final EventCodec codec = new EventCodec();
    private final Registry registry = new Registry();
    private final Envelopes envelopes;
    private final Transactions transactions;
    private final Deque<EventEnvelope<Event>> waiting = new ArrayDeque<>();
    private final List<EventEnvelope<Event>> said = new ArrayList<>();
    private final Set<String> inbox = new HashSet<>();
    private final List<EventEnvelope<Event>> deadLetters = new ArrayList<>();
    private final Set<String> parkedSubjects = new HashSet<>();
    private final Map<String, EventEnvelope<Event>> latest = new HashMap<>();
    private final Map<String, Stored> answers = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, List<RawEvent>> kept = new ConcurrentHashMap<>();
    private @Nullable List<EventEnvelope<Event>> pendingTransaction;
    private boolean started;
    private boolean dispatching;

    private record Stored(String body, Answered answer) {}

    /// @param service in whose name it speaks, `verwaltung`
    public InMemoryEventBus(
            String service, Clock clock, RandomGenerator random, Transactions transactions) {
        this.envelopes = new Envelopes(service, clock, random);
        this.transactions = transactions;
    }

    public InMemoryEventBus(String service) {
        this(service, Clock.systemUTC(), new java.util.Random(1), Transactions.NONE);
    }

    /// A bus that runs the given flows.
    public static InMemoryEventBus running(String service, Flow... flows) {
        InMemoryEventBus bus = new InMemoryEventBus(service);
        for (Flow flow : flows) {
            flow.register(bus);
        }
        bus.start();
        return bus;
    }

    public void add(Flow flow) {
        flow.register(this);
    }

    /// From here on it delivers; what was said before is kept until now.
    public synchronized void start() {
        registry.start();
        started = true;
        dispatch();
    }

    /// All that was said, in order.
    public synchronized List<EventEnvelope<Event>> said() {
        return List.copyOf(said);
    }

    /// The events of one type that were said, in order.
    public synchronized <E extends Event> List<E> said(Class<E> type) {
        return said.stream()
                .map(EventEnvelope::data)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /// What failed five times.
    public synchronized List<EventEnvelope<Event>> deadLetters() {
        return List.copyOf(deadLetters);
    }

    @Override
    public synchronized void publish(Event event, Cause cause) {
        say(envelopes.of(event, cause));
    }

    /// Delivers an envelope as it stands, as after a crash of the publisher: again if it was there
    /// before.
    public synchronized void receive(EventEnvelope<? extends Event> envelope) {
        waiting.add(overTheWire(envelope));
        dispatch();
    }

    @Override
    public synchronized <E extends Event> void react(
            String group, Class<E> type, Reaction<E> reaction) {
        registry.react(group, type, reaction);
    }

    @Override
    public synchronized <E extends Event> void watch(Class<E> type, Watcher<E> watcher) {
        registry.watch(type, watcher);
    }

    @Override
    public synchronized void watchAll(RawWatcher watcher) {
        registry.watchAll(watcher);
    }

    @Override
    public synchronized void watchAllAlone(String claim, RawWatcher watcher) {
        registry.watchAll(watcher);
    }

    @Override
    public synchronized CompletableFuture<List<RawEvent>> current(String family) {
        return CompletableFuture.completedFuture(
                latest.values().stream()
                        .filter(envelope ->
                                EventTypes.familyOf(envelope.eventType()).equals(family))
                        .map(envelope ->
                                new RawEvent(envelope.routingKey(), codec.encode(envelope)))
                        .toList());
    }

    @Override
    public StreamLog log() {
        return new MemoryLog(kept);
    }

    @Override
    public synchronized <C extends Command> void obey(Class<C> type, CommandHandler<C> handler) {
        registry.obey(type, handler);
    }

    @Override
    public synchronized <C extends Command> void work(Class<C> type, Worker<C> worker) {
        registry.work(type, worker);
    }

    @Override
    public synchronized void put(CommandEnvelope<? extends Command> job) {
        var _ = ask(job);
    }

    @Override
    public synchronized void adopt(EventEnvelope<Event> foreign) {
        say(foreign);
    }

    @Override
    public synchronized void inbox(InboxHandler handler) {
        registry.inbox(handler);
    }

    /// Puts JSON into the inbox stream, as another language does.
    public synchronized void putIntoInbox(byte[] json) throws Exception {
        EventBus.InboxHandler handler = registry.inboxHandler();
        if (handler != null) {
            handler.on("1-" + sequences.merge(Keys.INBOX, 1L, Long::sum), json);
        }
    }

    /// A plain `PUBLISH` of a foreigner: only those who hear undecoded get it.
    public synchronized void hear(String channel, byte[] json) {
        RawEvent raw = new RawEvent(channel, json);
        registry.rawWatchers().forEach(watcher -> watcher.on(raw));
    }

    @Override
    public synchronized CompletableFuture<Answered> ask(CommandEnvelope<?> command) {
        CommandEnvelope<Command> wired = codec.decodeCommand(codec.encode(command));
        boolean effect = CommandTypes.hasEffect(wired.data().getClass());
        String key = wired.actor() + " " + wired.commandId();
        String body = codec.json(wired.data()).text();
        Stored stored = answers.get(key);
        if (effect && stored != null) {
            Answered again =
                    stored.body.equals(body)
                            ? stored.answer
                            : Answers.of(codec, wired, Answers.OTHER_BODY);
            sayCompleted(wired, again);
            return CompletableFuture.completedFuture(again.heard());
        }
        Outcome outcome = carryOut(wired);
        Answered answer = Answers.of(codec, wired, outcome.answer());
        if (effect) {
            answers.put(key, new Stored(body, answer));
            Cause cause = Cause.of(wired);
            outcome.said().forEach(event -> publish(event, cause));
            sayCompleted(wired, answer);
            return CompletableFuture.completedFuture(answer.heard());
        }
        return CompletableFuture.completedFuture(answer);
    }

    private void sayCompleted(CommandEnvelope<Command> command, Answered answer) {
        publish(
                new CommandCompleted(
                        command.actor(),
                        command.commandId(),
                        command.command(),
                        answer.status(),
                        answer.result()),
                Cause.of(command));
    }

    private void sayProgress(CommandEnvelope<Command> command, int percent, String doing) {
        publish(
                new CommandProgressed(
                        command.actor(),
                        command.commandId(),
                        command.command(),
                        JobState.RUNNING,
                        percent,
                        1,
                        doing,
                        null),
                Cause.of(command));
    }

    private Outcome carryOut(CommandEnvelope<Command> command) {
        if (command.expiresAt() != null && envelopes.now().isAfter(command.expiresAt())) {
            return Outcome.of(Answers.EXPIRED);
        }
        try {
            if (registry.works(command.data().getClass())) {
                Worker.Conclusion conclusion =
                        registry.work(
                                command, (percent, doing) -> sayProgress(command, percent, doing));
                return transactions.within(conclusion::conclude);
            }
            return transactions.within(() -> registry.carryOut(command));
        } catch (Exception e) {
            return Outcome.refused("internal_error", "The command failed: " + e);
        }
    }

    private void say(EventEnvelope<Event> envelope) {
        if (pendingTransaction != null) {
            pendingTransaction.add(envelope);
            return;
        }
        EventEnvelope<Event> placed = overTheWire(envelope.at(nextPosition(envelope)));
        said.add(placed);
        waiting.add(placed);
        dispatch();
    }

    private String nextPosition(EventEnvelope<Event> envelope) {
        String family = EventTypes.familyOf(envelope.eventType());
        return switch (envelope.delivery()) {
            case EVERY -> {
                int partition = Partitions.of(envelope.data().subject());
                String name = family + "." + partition;
                yield name + "@1-" + sequences.merge(name, 1L, Long::sum);
            }
            case LATEST ->
                    LatestVersion.PREFIX
                            + envelope.timestamp().toEpochMilli()
                            + "-"
                            + sequences.merge("latest", 1L, Long::sum);
            case TRANSIENT -> "-";
        };
    }

    private EventEnvelope<Event> overTheWire(EventEnvelope<? extends Event> envelope) {
        return switch (codec.decode(codec.encode(envelope))) {
            case Decoded.Known known -> known.envelope();
            case Decoded.UnknownType unknown ->
                    throw new IllegalStateException("Not on the wire: " + unknown.eventType());
            case Decoded.Malformed malformed ->
                    throw new IllegalStateException(
                            "Does not survive the wire: "
                                    + malformed.field()
                                    + " "
                                    + malformed.reason());
        };
    }

    private void dispatch() {
        if (!started || dispatching) {
            return;
        }
        dispatching = true;
        try {
            for (EventEnvelope<Event> next = waiting.poll(); next != null; next = waiting.poll()) {
                deliver(next);
            }
        } finally {
            dispatching = false;
        }
    }

    private void deliver(EventEnvelope<Event> envelope) {
        if (envelope.delivery() == Delivery.LATEST) {
            latest.put(envelope.routingKey(), envelope);
        }
        RawEvent raw = new RawEvent(envelope.routingKey(), codec.encode(envelope));
        MemoryLog.keep(kept, raw);
        registry.rawWatchers().forEach(watcher -> watcher.on(raw));
        for (Watcher<Event> watcher : registry.watchers(envelope)) {
            try {
                watcher.on(envelope);
            } catch (Exception ignored) {
                // A watcher may miss; nobody waits for it.
            }
        }
        for (String group : registry.groups()) {
            reactOnce(group, envelope);
        }
    }

    private void reactOnce(String group, EventEnvelope<Event> envelope) {
        List<Registry.Entry> reactions = registry.reactions(group, envelope.data().getClass());
        String mark = group + " " + envelope.replay() + " " + envelope.eventId();
        String subject = group + " " + envelope.data().subject();
        if (reactions.isEmpty() || inbox.contains(mark)) {
            return;
        }
        if (parkedSubjects.contains(subject)) {
            deadLetters.add(envelope);
            return;
        }
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (attempt(reactions, envelope)) {
                inbox.add(mark);
                return;
            }
        }
        deadLetters.add(envelope);
        parkedSubjects.add(subject);
    }

    private boolean attempt(List<Registry.Entry> reactions, EventEnvelope<Event> envelope) {
        List<EventEnvelope<Event>> following = new ArrayList<>();
        pendingTransaction = following;
        try {
            transactions.within(() -> {
                for (Registry.Entry entry : reactions) {
                    for (Event event : entry.reaction().on(envelope)) {
                        publish(event, Cause.of(envelope));
                    }
                }
                return null;
            });
        } catch (Exception e) {
            return false;
        } finally {
            pendingTransaction = null;
        }
        following.forEach(this::say);
        return true;
    }
}
