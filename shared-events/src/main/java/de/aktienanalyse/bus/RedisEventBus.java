package de.aktienanalyse.bus;

import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The bus on Redis streams and Pub/Sub. Read in this order: what is said goes through [Outbox] and
/// [Relay] (`EVERY`) or [LatestSayer]; what is heard comes through [Listener] (live) or
/// [GroupReader] and [Reactions] (once per group); commands come through [QueueReader] and
/// [Commands] (in order) or [JobDoor] and [JobRunner] (several at once), answers through [Asks].
final class RedisEventBus implements EventBus {
    private static final Logger log = LoggerFactory.getLogger(RedisEventBus.class);

    /// What a service with a database has beyond one without.
    record Memory(
            Outbox outbox,
            Marks marks,
            Ownership ownership,
            Transactions transactions,
            Relay relay,
            JobRules rules) {

        Memory(
                Outbox outbox,
                Marks marks,
                Ownership ownership,
                Transactions transactions,
                Relay relay) {
            this(outbox, marks, ownership, transactions, relay, JobRules.STANDARD);
        }
    }

    private final String service;
    private final RedisLink redis;
    private final EventCodec codec;
    private final Registry registry = new Registry();
    private final Envelopes envelopes;
    private final LatestSayer latestSayer;
    private final CurrentValues currentValues;
    private final Asks asks;
    private final Listener listener;
    private final BusParts parts;
    private final @Nullable Memory memory;
    private final @Nullable Consumers consumers;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    RedisEventBus(String service, String instance, BusParts parts, @Nullable Memory memory) {
        this.service = service;
        this.parts = parts;
        this.redis = parts.redis();
        this.codec = parts.codec();
        this.memory = memory;
        this.envelopes = new Envelopes(service, parts.clock(), parts.random());
        this.latestSayer = new LatestSayer(redis, codec, parts.metrics(), parts.line());
        this.asks = new Asks(redis, codec, parts.clock(), instance, parts.metrics());
        this.currentValues = new CurrentValues(redis);
        this.listener = new Listener(redis, registry, codec, parts.metrics(), currentValues);
        this.consumers =
                memory == null
                        ? null
                        : new Consumers(service, parts, registry, memory, this::publish);
    }

    @Override
    public void publish(Event event, Cause cause) {
        say(envelopes.of(event, cause));
    }

    @Override
    public void adopt(EventEnvelope<Event> foreign) {
        say(foreign);
    }

    private void say(EventEnvelope<Event> said) {
        EventEnvelope<Event> envelope = parts.traces().saying(said);
        switch (envelope.delivery()) {
            case EVERY -> every(envelope);
            case LATEST -> afterCommit(() -> latestSayer.latest(envelope));
            case TRANSIENT -> afterCommit(() -> latestSayer.transientOne(envelope));
        }
    }

    private void every(EventEnvelope<Event> envelope) {
        byte[] json = codec.encode(envelope);
        if (json.length > EventCodec.MAX_BYTES) {
            throw new IllegalArgumentException(
                    envelope.eventType() + " is larger than 1 MiB: " + json.length + " bytes");
        }
        if (memory == null) {
            redis.sync().xadd(Keys.INBOX, Map.of(Keys.EVENT_FIELD, json));
            return;
        }
        try {
            memory.transactions()
                    .within(() -> {
                        memory.outbox()
                                .add(
                                        envelope.eventId(),
                                        EventTypes.familyOf(envelope.eventType()),
                                        Partitions.of(envelope.data().subject()),
                                        envelope.routingKey(),
                                        new String(json, StandardCharsets.UTF_8));
                        afterCommit(memory.relay()::wake);
                        return null;
                    });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The outbox did not take " + envelope.eventType(), e);
        }
    }

    private static void afterCommit(Runnable action) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            action.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        action.run();
                    }
                });
    }

    @Override
    public <E extends Event> void react(String group, Class<E> type, Reaction<E> reaction) {
        if (memory == null) {
            throw new IllegalStateException(service + " has no database: it can watch, not react");
        }
        registry.react(group, type, reaction);
    }

    @Override
    public <E extends Event> void watch(Class<E> type, Watcher<E> watcher) {
        registry.watch(type, watcher);
    }

    @Override
    public void watchAll(RawWatcher watcher) {
        registry.watchAll(watcher);
    }

    @Override
    public void watchAllAlone(String claim, RawWatcher watcher) {
        if (memory == null) {
            throw new IllegalStateException(service + " has no database: it cannot have a claim");
        }
        Ownership ownership = memory.ownership();
        ownership.wants(claim);
        registry.watchAll(heard -> {
            if (ownership.owns(claim)) {
                watcher.on(heard);
            }
        });
    }

    @Override
    public CompletableFuture<List<RawEvent>> current(String family) {
        return currentValues.of(family);
    }

    @Override
    public StreamLog log() {
        return new RedisStreamLog(redis);
    }

    @Override
    public <C extends Command> void obey(Class<C> type, CommandHandler<C> handler) {
        if (memory == null) {
            throw new IllegalStateException(service + " has no database: it cannot own commands");
        }
        registry.obey(type, handler);
    }

    @Override
    public <C extends Command> void work(Class<C> type, Worker<C> worker) {
        if (memory == null) {
            throw new IllegalStateException(service + " has no database: it cannot own commands");
        }
        registry.work(type, worker);
    }

    @Override
    public void put(CommandEnvelope<? extends Command> job) {
        if (memory == null || consumers == null) {
            throw new IllegalStateException(service + " has no database: it has no jobs");
        }
        JobDoor door = consumers.door(CommandTypes.queueOf(job.data().getClass()));
        CommandEnvelope<Command> own = codec.decodeCommand(codec.encode(job));
        try {
            if (memory.transactions().within(() -> door.accept(own))) {
                afterCommit(door::hint);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The queue did not take " + job.command(), e);
        }
    }

    @Override
    public void inbox(InboxHandler handler) {
        registry.inbox(handler);
    }

    @Override
    public CompletableFuture<Answered> ask(CommandEnvelope<?> command) {
        try {
            return asks.ask(command);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    void start() {
        registry.watch(CommandCompleted.class, asks::completed);
        registry.start();
        running = true;
        Map<String, Consumer<byte[]>> channels = new HashMap<>();
        channels.put(asks.channel(), asks::answered);
        if (consumers == null) {
            listener.start(Set.of(), _ -> {}, channels);
        } else {
            consumers.prepare();
            claim();
            channels.putAll(consumers.channels());
            listener.start(consumers.families(), consumers::wake, channels);
        }
        redis.onReconnect(this::reconnected);
        if (memory != null) {
            // SQLite's calls occupy a carrier, of which there are as many as processors: these two,
            // for which all others wait, have threads of their own.
            ownThread("relay", memory.relay());
            ownThread("ownership", () -> keepOwnership(memory.ownership()));
        }
        if (consumers != null) {
            consumers.each(this::thread);
        }
        thread("tend", new Tending(redis, listener, latestSayer, parts.metrics()));
    }

    /// Before anything is heard: what is heard alone would be lost on a first instance.
    private void claim() {
        if (memory != null) {
            try {
                memory.ownership().renew();
            } catch (Exception e) {
                log.debug("The claims come later", e);
            }
        }
    }

    private void reconnected() {
        log.info("Redis is back");
        if (memory != null) {
            memory.relay().suspect();
        }
        if (consumers != null) {
            consumers.suspect();
        }
        latestSayer.again();
    }

    private void keepOwnership(Ownership ownership) {
        boolean troubled = false;
        while (running) {
            try {
                ownership.renew();
                troubled = false;
                Thread.sleep(Ownership.RENEWAL);
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                if (!troubled) {
                    log.warn(
                            "The claims of this instance are not renewed: {}",
                            String.valueOf(e.getMessage()));
                }
                troubled = true;
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Ownership.RENEWAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void thread(String name, Runnable work) {
        threads.add(Thread.ofVirtual().name(name).start(work));
    }

    private void ownThread(String name, Runnable work) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(work));
    }

    /// Finishes what is in hand, takes nothing more, gives the claims back.
    void stop() {
        running = false;
        if (consumers != null) {
            consumers.stop();
        }
        if (memory != null) {
            memory.relay().stop();
        }
        for (Thread thread : threads) {
            if (!thread.getName().equals("ownership") && !thread.getName().equals("tend")) {
                join(thread);
            } else {
                thread.interrupt();
            }
        }
        if (memory != null) {
            try {
                memory.ownership().release();
            } catch (Exception e) {
                log.debug("Claims end by themselves", e);
            }
        }
    }

    private static void join(Thread thread) {
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
