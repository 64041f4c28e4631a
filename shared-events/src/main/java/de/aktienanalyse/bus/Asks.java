package de.aktienanalyse.bus;

import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Sends commands and waits for their answers: those of reads come on a channel of this instance,
/// those of commands with an effect as `user.command.completed`.
final class Asks {
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    /// Wakes the owner; what counts stands in the queue.
    static final byte[] HINT = {};

    private final RedisLink redis;
    private final EventCodec codec;
    private final Clock clock;
    private final String instance;
    private final BusMetrics metrics;
    private final Pressure pressure;
    private final Map<String, CompletableFuture<Answered>> waiting = new ConcurrentHashMap<>();

    Asks(RedisLink redis, EventCodec codec, Clock clock, String instance, BusMetrics metrics) {
        this.redis = redis;
        this.codec = codec;
        this.clock = clock;
        this.instance = instance;
        this.metrics = metrics;
        this.pressure = new Pressure(redis);
    }

    String channel() {
        return Keys.answers(instance);
    }

    CompletableFuture<Answered> ask(CommandEnvelope<?> command) {
        boolean effect = CommandTypes.hasEffect(command.data().getClass());
        // A read leaves nothing behind, so it is answered even then.
        if (effect && pressure.isFull()) {
            metrics.command(command.command(), "BUS_FULL");
            return CompletableFuture.completedFuture(Answers.of(codec, command, Answers.BUS_FULL));
        }
        // A read gets an id of ours, so that nobody can guess another's and be handed his answer.
        String id = effect ? command.commandId() : UUID.randomUUID().toString();
        String key = key(command.actor(), id, command.correlationId());
        CompletableFuture<Answered> shared =
                waiting.computeIfAbsent(key, _ -> new CompletableFuture<>());
        CompletableFuture<Answered> answer =
                shared.copy()
                        .thenApply(answered -> under(command.commandId(), answered))
                        .orTimeout(patience(command).toMillis(), TimeUnit.MILLISECONDS);
        answer.whenComplete((_, _) -> waiting.remove(key, shared));
        String queue = Keys.queue(CommandTypes.queueOf(command.data().getClass()));
        redis.async()
                .xadd(queue, Map.of(Keys.COMMAND_FIELD, codec.encode(addressed(command, id))))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        shared.completeExceptionally(failure);
                    }
                });
        redis.async().publish(queue, HINT);
        return answer;
    }

    private CommandEnvelope<?> addressed(CommandEnvelope<?> command, String id) {
        return new CommandEnvelope<>(
                command.command(),
                id,
                command.correlationId(),
                command.actor(),
                command.clientId(),
                instance,
                command.timestamp(),
                command.expiresAt(),
                command.traceparent(),
                command.data());
    }

    private Duration patience(CommandEnvelope<?> command) {
        if (command.expiresAt() == null) {
            return DEFAULT_PATIENCE;
        }
        // The owner refuses at expires_at; a second more, and its refusal can still arrive.
        Duration left = Duration.between(clock.instant(), command.expiresAt()).plusSeconds(1);
        return left.isPositive() ? left : Duration.ofSeconds(1);
    }

    /// An answer to a read.
    void answered(byte[] json) {
        try {
            Reply reply = codec.mapper().readValue(json, Reply.class);
            Answered answer = reply.answered();
            complete(key(reply.actor(), answer.commandId(), answer.correlationId()), answer);
        } catch (RuntimeException malformed) {
            metrics.malformed("answers");
        }
    }

    void completed(EventEnvelope<CommandCompleted> heard) {
        CommandCompleted done = heard.data();
        String correlationId = heard.correlationId();
        if (correlationId != null) {
            complete(
                    key(done.actor(), done.commandId(), correlationId),
                    new Answered(
                            done.command(),
                            done.commandId(),
                            correlationId,
                            done.status(),
                            done.result(),
                            true));
        }
    }

    private void complete(String key, Answered answer) {
        CompletableFuture<Answered> future = waiting.get(key);
        if (future != null) {
            future.complete(answer);
        }
    }

    private static Answered under(String commandId, Answered answer) {
        return new Answered(
                answer.command(),
                commandId,
                answer.correlationId(),
                answer.status(),
                answer.result(),
                answer.byEvent());
    }

    private static String key(String actor, String commandId, String correlationId) {
        return actor + " " + commandId + " " + correlationId;
    }

    /// What travels on the answers channel.
    record Reply(String actor, Answer answer) {

        record Answer(
                String command,
                String commandId,
                String correlationId,
                AnswerStatus status,
                RawJson result) {}

        static Reply of(String actor, Answered answered) {
            return new Reply(
                    actor,
                    new Answer(
                            answered.command(),
                            answered.commandId(),
                            answered.correlationId(),
                            answered.status(),
                            answered.result()));
        }

        Answered answered() {
            return new Answered(
                    answer.command,
                    answer.commandId,
                    answer.correlationId,
                    answer.status,
                    answer.result,
                    false);
        }
    }
}
