package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Marks.StoredAnswer;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out commands, each with an effect once under (actor, command_id): the stored answer, the
/// effect and the events commit together.
final class Commands implements QueueReader.Taker {
    private static final Logger log = LoggerFactory.getLogger(Commands.class);
    private static final int ATTEMPTS = 3;

    private final RedisLink redis;
    private final Registry registry;
    private final Marks marks;
    private final Ownership ownership;
    private final Transactions transactions;
    private final EventCodec codec;
    private final Clock clock;
    private final BusMetrics metrics;
    private final Traces traces;
    private final Reactions.Sayer sayer;

    Commands(
            RedisLink redis,
            Registry registry,
            Marks marks,
            Ownership ownership,
            Transactions transactions,
            EventCodec codec,
            Clock clock,
            BusMetrics metrics,
            Traces traces,
            Reactions.Sayer sayer) {
        this.redis = redis;
        this.registry = registry;
        this.marks = marks;
        this.ownership = ownership;
        this.transactions = transactions;
        this.codec = codec;
        this.clock = clock;
        this.metrics = metrics;
        this.traces = traces;
        this.sayer = sayer;
    }

    @Override
    public void take(String claim, String id, byte[] json) throws Exception {
        CommandEnvelope<Command> command;
        try {
            command = codec.decodeCommand(json);
        } catch (IllegalArgumentException malformed) {
            // Nobody waits for it: the gateway checks what it sends.
            metrics.malformed("queue");
            return;
        }
        traces.commanded(
                command,
                () -> {
                    if (CommandTypes.hasEffect(command.data().getClass())) {
                        effect(claim, command);
                    } else {
                        read(command);
                    }
                });
    }

    @Override
    public boolean settle(String claim, String id, byte[] json) throws Exception {
        CommandEnvelope<Command> command;
        try {
            command = codec.decodeCommand(json);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
        Exception e = new IllegalStateException("Its attempts ended the process");
        if (CommandTypes.hasEffect(command.data().getClass())) {
            giveUp(claim, command, e);
        } else {
            answer(command, failed(command, e));
        }
        return true;
    }

    private void read(CommandEnvelope<Command> command) {
        CommandAnswer answer;
        if (expired(command)) {
            answer = Answers.EXPIRED;
        } else {
            try {
                answer = registry.carryOut(command).answer();
            } catch (Exception e) {
                answer = failed(command, e);
            }
        }
        answer(command, answer);
    }

    private void answer(CommandEnvelope<Command> command, CommandAnswer answer) {
        Answered answered = Answers.of(codec, command, answer);
        metrics.command(command.command(), answered.status().name());
        if (command.replyTo() != null) {
            redis.async()
                    .publish(
                            Keys.answers(command.replyTo()),
                            codec.mapper()
                                    .writeValueAsBytes(Asks.Reply.of(command.actor(), answered)));
        }
    }

    private void effect(String claim, CommandEnvelope<Command> command) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                transactions.within(() -> {
                    ownership.check(claim);
                    once(command);
                    return null;
                });
                return;
            } catch (Ownership.Lost lost) {
                throw lost;
            } catch (Exception e) {
                if (attempt == ATTEMPTS) {
                    giveUp(claim, command, e);
                    return;
                }
            }
        }
    }

    private void once(CommandEnvelope<Command> command) throws Exception {
        if (!tellAgain(command)) {
            conclude(
                    command,
                    expired(command) ? Outcome.of(Answers.EXPIRED) : registry.carryOut(command));
        }
    }

    /// Answers a command that was carried out before.
    ///
    /// @return whether it was
    boolean tellAgain(CommandEnvelope<Command> command) {
        String body = codec.json(command.data()).text();
        Optional<StoredAnswer> stored = marks.answer(command.actor(), command.commandId());
        stored.ifPresent(known -> tell(command, again(command, known, body), List.of()));
        return stored.isPresent();
    }

    /// Keeps its answer and says it, with what follows, in the transaction around the call.
    void conclude(CommandEnvelope<Command> command, Outcome outcome) {
        Answered answered = Answers.of(codec, command, outcome.answer());
        marks.store(command.actor(), answered, codec.json(command.data()).text());
        tell(command, answered, outcome.said());
    }

    /// Answers without keeping it: what the id stands for is another command.
    void refuse(CommandEnvelope<Command> command, CommandAnswer answer) {
        tell(command, Answers.of(codec, command, answer), List.of());
    }

    private Answered again(CommandEnvelope<Command> command, StoredAnswer stored, String body) {
        return stored.command().equals(command.command()) && stored.body().equals(body)
                ? new Answered(
                        stored.command(),
                        command.commandId(),
                        command.correlationId(),
                        stored.status(),
                        stored.result(),
                        false)
                : Answers.of(codec, command, Answers.OTHER_BODY);
    }

    private void giveUp(String claim, CommandEnvelope<Command> command, Exception e)
            throws Exception {
        Answered answered = Answers.of(codec, command, failed(command, e));
        transactions.within(() -> {
            ownership.check(claim);
            marks.store(command.actor(), answered, codec.json(command.data()).text());
            tell(command, answered, List.of());
            return null;
        });
    }

    private void tell(CommandEnvelope<Command> command, Answered answered, List<Event> said) {
        Cause cause = Cause.of(command);
        said.forEach(event -> sayer.say(event, cause));
        sayer.say(
                new CommandCompleted(
                        command.actor(),
                        command.commandId(),
                        command.command(),
                        answered.status(),
                        answered.result()),
                cause);
        metrics.command(command.command(), answered.status().name());
    }

    private static CommandAnswer failed(CommandEnvelope<Command> command, Exception e) {
        log.error("{} {} failed and changed nothing", command.command(), command.commandId(), e);
        return CommandAnswer.refused(
                "internal_error",
                "The command failed and changed nothing; the service's log says why under "
                        + command.commandId());
    }

    boolean expired(CommandEnvelope<Command> command) {
        return command.expiresAt() != null && clock.instant().isAfter(command.expiresAt());
    }
}
