package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Jobs.Job;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.UserEvent.CommandProgressed;
import de.aktienanalyse.events.UserEvent.JobState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets commands of one queue in: from its stream into the database, each once under (actor,
/// command_id). From there on [JobRunner]s compete for them.
final class JobDoor implements QueueReader.Taker {
    private final String queue;
    private final RedisLink redis;
    private final RedisEventBus.Memory memory;
    private final Jobs jobs;
    private final Commands commands;
    private final EventCodec codec;
    private final Clock clock;
    private final BusMetrics metrics;
    private final Reactions.Sayer sayer;

    JobDoor(
            String queue,
            BusParts parts,
            RedisEventBus.Memory memory,
            Commands commands,
            Reactions.Sayer sayer) {
        this.queue = queue;
        this.redis = parts.redis();
        this.memory = memory;
        this.jobs = memory.marks().jobs();
        this.commands = commands;
        this.codec = parts.codec();
        this.clock = parts.clock();
        this.metrics = parts.metrics();
        this.sayer = sayer;
    }

    @Override
    public void take(String claim, String id, byte[] json) throws Exception {
        CommandEnvelope<Command> command;
        try {
            command = codec.decodeCommand(json);
        } catch (IllegalArgumentException malformed) {
            metrics.malformed("queue");
            return;
        }
        boolean accepted =
                memory.transactions()
                        .within(() -> {
                            memory.ownership().check(claim);
                            return accept(command);
                        });
        if (accepted) {
            hint();
        }
    }

    @Override
    public boolean settle(String claim, String id, byte[] json) throws Exception {
        return commands.settle(claim, id, json);
    }

    /// Within the transaction around the call.
    ///
    /// @return whether it is new
    boolean accept(CommandEnvelope<Command> command) throws Exception {
        if (commands.tellAgain(command)) {
            return false;
        }
        Optional<Job> there = jobs.find(command.actor(), command.commandId());
        if (there.isPresent()) {
            if (!sameAs(there.get(), command)) {
                commands.refuse(command, Answers.OTHER_BODY);
            }
            return false;
        }
        String key = Job.key(command.actor(), command.commandId());
        if (memory.marks().deadLetters().has(queue, key)) {
            // An operator decides what becomes of it; that is no answer yet, but who asks again is
            // told where it stands.
            tell(command, JobState.STOPPED, memory.rules().attempts(), null);
            return false;
        }
        if (commands.expired(command)) {
            commands.conclude(command, Outcome.of(Answers.EXPIRED));
            return false;
        }
        Instant now = clock.instant();
        Instant wished = command.data().startsAt();
        Instant startsAt = wished == null || wished.isBefore(now) ? now : wished;
        String payload = new String(codec.encode(command), StandardCharsets.UTF_8);
        jobs.put(queue, command.actor(), command.commandId(), payload, startsAt);
        tell(command, JobState.WAITING, 0, startsAt);
        return true;
    }

    private void tell(
            CommandEnvelope<Command> command,
            JobState state,
            int attempts,
            @Nullable Instant startsAt) {
        sayer.say(
                new CommandProgressed(
                        command.actor(),
                        command.commandId(),
                        command.command(),
                        state,
                        0,
                        attempts,
                        null,
                        startsAt),
                Cause.of(command));
    }

    /// Wakes the workers of every instance.
    void hint() {
        redis.async().publish(Keys.queue(queue), Asks.HINT);
    }

    private boolean sameAs(Job job, CommandEnvelope<Command> command) {
        CommandEnvelope<Command> known =
                codec.decodeCommand(job.payload().getBytes(StandardCharsets.UTF_8));
        return known.command().equals(command.command()) && known.data().equals(command.data());
    }
}
