package de.aktienanalyse.bus;

import de.aktienanalyse.bus.EventBus.InboxHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All that a service with a database takes from streams: its groups' partitions and replays, its
/// queues, what an operator tells it.
final class Consumers {
    private final String service;
    private final BusParts parts;
    private final RedisLink redis;
    private final Registry registry;
    private final RedisEventBus.Memory memory;
    private final Reactions.Sayer sayer;
    private final Routing routing;
    private final JournalPages journal;
    private final List<GroupReader> readers = new ArrayList<>();
    private final Map<String, List<GroupReader>> byPartition = new HashMap<>();
    private final Map<String, JobDoor> doors = new HashMap<>();
    private final List<QueueReader> queues = new ArrayList<>();
    private final Set<String> families = new TreeSet<>();
    private @Nullable DeadLetterCopies copies;
    private @Nullable JobRunner jobs;

    Consumers(
            String service,
            BusParts parts,
            Registry registry,
            RedisEventBus.Memory memory,
            Reactions.Sayer sayer) {
        this.service = service;
        this.parts = parts;
        this.redis = parts.redis();
        this.registry = registry;
        this.memory = memory;
        this.sayer = sayer;
        this.routing = new Routing(redis, parts.codec());
        this.journal = new JournalPages(redis, parts.codec(), parts.clock());
    }

    /// Makes what is needed once everybody has subscribed.
    void prepare() {
        Set<String> buriers = new TreeSet<>(registry.groups());
        buriers.addAll(registry.workedQueues());
        DeadLetterCopies mirror =
                new DeadLetterCopies(service, redis, parts.codec(), memory, buriers);
        copies = mirror;
        routing.load();
        Reactions reactions =
                new Reactions(service, parts, registry, memory, sayer, routing, mirror::wake);
        for (String group : registry.groups()) {
            readGroup(group, reactions);
        }
        readers.forEach(GroupReader::createGroup);
        readQueues(reactions, mirror);
    }

    private void readGroup(String group, Reactions reactions) {
        for (String family : registry.familiesOf(group)) {
            families.add(family);
            for (int partition = 0; partition < Partitions.COUNT; partition++) {
                GroupReader reader =
                        new GroupReader(
                                parts,
                                memory.ownership(),
                                reactions,
                                journal,
                                group,
                                family,
                                partition);
                readers.add(reader);
                byPartition.computeIfAbsent(reader.partition(), _ -> new ArrayList<>()).add(reader);
            }
        }
        queue(
                Keys.replay(group),
                Keys.EVENT_FIELD,
                QueueReader.UNHURRIED,
                new Replays(group, reactions, parts));
    }

    private void readQueues(Reactions reactions, DeadLetterCopies mirror) {
        Commands commands =
                new Commands(
                        redis,
                        registry,
                        memory.marks(),
                        memory.ownership(),
                        memory.transactions(),
                        parts.codec(),
                        parts.clock(),
                        parts.metrics(),
                        parts.traces(),
                        sayer);
        for (String name : registry.queues()) {
            queue(Keys.queue(name), Keys.COMMAND_FIELD, QueueReader.SOON, commands);
        }
        JobRunner runner = new JobRunner(parts, memory, registry, commands, sayer, mirror::wake);
        for (String name : registry.workedQueues()) {
            JobDoor door = new JobDoor(name, parts, memory, commands, sayer);
            doors.put(name, door);
            queue(Keys.queue(name), Keys.COMMAND_FIELD, QueueReader.SOON, door);
            jobs = runner;
        }
        queue(
                Keys.operator(service),
                Keys.INSTRUCTION_FIELD,
                QueueReader.UNHURRIED,
                new DeadLetterDesk(
                        registry,
                        memory,
                        reactions,
                        parts.codec(),
                        parts.metrics(),
                        new JobDesk(parts, memory, commands, runner::wake),
                        mirror::wake));
        InboxHandler inbox = registry.inboxHandler();
        if (inbox != null) {
            queue(
                    Keys.INBOX,
                    Keys.EVENT_FIELD,
                    QueueReader.SOON,
                    (_, id, json) -> inbox.on(id, json));
        }
    }

    private void queue(String key, String field, Duration poll, QueueReader.Taker taker) {
        queues.add(new QueueReader(redis, memory.ownership(), key, field, service, poll, taker));
    }

    /// The families that some group reads.
    Set<String> families() {
        return families;
    }

    /// The channels of hints, and what they wake.
    Map<String, Consumer<byte[]>> channels() {
        Map<String, Consumer<byte[]>> channels = new HashMap<>();
        queues.forEach(queue -> channels.put(queue.key(), _ -> queue.wake()));
        JobRunner runner = jobs;
        if (runner != null) {
            // One hint serves both: the door takes the command in, the runner carries the job out.
            doors.keySet()
                    .forEach(name ->
                            channels.merge(
                                    Keys.queue(name), _ -> runner.wake(), Consumer::andThen));
        }
        channels.put(Keys.ROUTING, _ -> routing.wake());
        return channels;
    }

    JobDoor door(String queue) {
        JobDoor door = doors.get(queue);
        if (door == null) {
            throw new IllegalStateException(service + " does not work on " + queue);
        }
        return door;
    }

    /// A partition has something new.
    void wake(String partition) {
        byPartition.getOrDefault(partition, List.of()).forEach(GroupReader::wake);
    }

    /// Something may have been left half done.
    void suspect() {
        readers.forEach(GroupReader::suspect);
        routing.wake();
        if (copies != null) {
            copies.wake();
        }
    }

    /// @param thread starts a thread of that name
    void each(BiConsumer<String, Runnable> thread) {
        readers.forEach(reader -> thread.accept("react", reader));
        queues.forEach(queue -> thread.accept("queue", queue));
        thread.accept("routing", routing);
        if (jobs != null) {
            thread.accept("jobs", jobs);
        }
        if (copies != null) {
            thread.accept("dead-letter-copies", copies);
        }
    }

    void stop() {
        readers.forEach(GroupReader::stop);
        queues.forEach(QueueReader::stop);
        routing.stop();
        if (jobs != null) {
            jobs.stop();
        }
        if (copies != null) {
            copies.stop();
        }
    }
}
