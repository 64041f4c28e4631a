package de.aktienanalyse.gateway.commands;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.InvalidEvent;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.accounts.Confirmations;
import de.aktienanalyse.gateway.audit.Act;
import de.aktienanalyse.gateway.audit.Audit;
import de.aktienanalyse.gateway.audit.Refusals;
import de.aktienanalyse.gateway.channels.PlainChannels;
import de.aktienanalyse.gateway.limits.Limits;
import de.aktienanalyse.gateway.protocol.ClientMessage.UserCommand;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Takes a user's command and comes back with the answer, always with one.
public final class CommandDesk {
    private static final Logger log = LoggerFactory.getLogger(CommandDesk.class);
    private static final Duration LIFE = Duration.ofSeconds(10);
    private static final Duration LONGEST_LIFE = Duration.ofHours(1);
    private static final String NONE = "unknown";

    private final EventBus bus;
    private final EventCodec codec;
    private final PlainChannels channels;
    private final Limits limits;
    private final MeterRegistry metrics;
    private final Audit audit;
    private final Refusals refusals;
    private final Predicate<Actor> confirmed;
    private final Clock clock;

    /// @param confirmed whether somebody may now do what needs a password that was typed lately
    public CommandDesk(
            EventBus bus,
            EventCodec codec,
            PlainChannels channels,
            Limits limits,
            MeterRegistry metrics,
            Audit audit,
            Predicate<Actor> confirmed,
            Clock clock) {
        this.bus = bus;
        this.codec = codec;
        this.channels = channels;
        this.limits = limits;
        this.metrics = metrics;
        this.audit = audit;
        this.refusals = new Refusals(audit, limits);
        this.confirmed = confirmed;
        this.clock = clock;
    }

    /// The copy for listeners in other languages, spec part 1.1.
    private record Copy(
            String type,
            String event,
            Object data,
            @Nullable String clientId,
            Instant timestamp,
            String correlationId) {}

    /// @param byEvent everybody can hear it, so it need not be told here
    private record Reply(CommandResponse response, boolean byEvent) {}

    /// Sends a command to its owner.
    ///
    /// @param actor who asks, and must be allowed to
    /// @param clientId the connection that asks; null for REST
    /// @return ends with the answer, never exceptionally
    public CompletableFuture<CommandResponse> carryOut(
            UserCommand asked, Actor actor, @Nullable String clientId) {
        return reply(asked, actor, clientId, _ -> {}).thenApply(Reply::response);
    }

    /// For who hears the outcomes of commands with an effect as events, each with its position.
    ///
    /// @param expecting told of such a command before it is sent
    /// @return empty when the answer comes as an event
    public CompletableFuture<Optional<CommandResponse>> carryOut(
            UserCommand asked,
            Actor actor,
            @Nullable String clientId,
            Consumer<CommandEnvelope<?>> expecting) {
        return reply(asked, actor, clientId, expecting)
                .thenApply(reply ->
                        reply.byEvent() ? Optional.empty() : Optional.of(reply.response()));
    }

    private CompletableFuture<Reply> reply(
            UserCommand asked,
            Actor actor,
            @Nullable String clientId,
            Consumer<CommandEnvelope<?>> expecting) {
        String correlationId = correlationId(asked);
        Optional<Class<? extends Command>> type = CommandTypes.byName(asked.command());
        if (type.isEmpty()) {
            String none = "There is no such command";
            return refused(asked, correlationId, NONE, "unknown_command", none, "event");
        }
        if (!actor.may(CommandTypes.roleOf(type.get()))) {
            refusals.write(act(asked, actor, asked.commandId(), correlationId, "forbidden"));
            String denied = "Your role or token does not allow this";
            return refused(asked, correlationId, asked.command(), "forbidden", denied, null);
        }
        if (!limits.mayCommand(actor.id())) {
            String wait = "Too many commands; wait a second";
            return refused(asked, correlationId, asked.command(), "rate_limited", wait, null);
        }
        CommandEnvelope<Command> command;
        try {
            command = envelope(asked, type.get(), correlationId, actor.id(), clientId);
        } catch (EventCodec.Refusal refusal) {
            return invalid(asked, correlationId, refusal.reason(), refusal.field());
        } catch (InvalidEvent invalid) {
            String field = invalid.field().replaceAll("([a-z0-9])([A-Z])", "$1_$2");
            return invalid(
                    asked,
                    correlationId,
                    String.valueOf(invalid.getMessage()),
                    field.toLowerCase(Locale.ROOT));
        }
        return CommandTypes.hasEffect(type.get())
                ? change(command, asked, actor, expecting)
                : send(command);
    }

    private CompletableFuture<Reply> change(
            CommandEnvelope<Command> command,
            UserCommand asked,
            Actor actor,
            Consumer<CommandEnvelope<?>> expecting) {
        // Asked of our own small database, as each request by HTTP does for its cookie: to go on
        // meanwhile would let a later command overtake this one.
        if (Sensitive.is(command.data().getClass()) && !confirmed.test(actor)) {
            String code = Confirmations.REQUIRED;
            refusals.write(act(asked, actor, command.commandId(), command.correlationId(), code));
            return refused(
                    asked,
                    command.correlationId(),
                    asked.command(),
                    code,
                    Confirmations.HOW_TO,
                    null);
        }
        expecting.accept(command);
        return send(command)
                .whenComplete(
                        (reply, _) -> note(asked, actor, command.commandId(), reply.response()));
    }

    /// What changes something is written down with its result, what only looks is not.
    private void note(UserCommand asked, Actor actor, String commandId, CommandResponse response) {
        JsonNode result = codec.mapper().readTree(response.result().text());
        String outcome =
                response.status() == AnswerStatus.ERROR
                        ? result.path("code").asString("error")
                        : response.status().name().toLowerCase(Locale.ROOT);
        String target = result.path("order_id").asString(commandId);
        var _ = audit.write(act(asked, actor, target, response.correlationId(), outcome));
    }

    private static Act act(
            UserCommand asked,
            Actor actor,
            @Nullable String target,
            String correlationId,
            String result) {
        return Act.of(actor, "command." + asked.command(), target, correlationId, result);
    }

    public boolean changesSomething(UserCommand asked) {
        return CommandTypes.byName(asked.command()).map(CommandTypes::hasEffect).orElse(false);
    }

    /// Whether this actor may not send it at all.
    public boolean forbids(UserCommand asked, Actor actor) {
        return CommandTypes.byName(asked.command())
                .map(type -> !actor.may(CommandTypes.roleOf(type)))
                .orElse(false);
    }

    private static String correlationId(UserCommand asked) {
        if (asked.correlationId() != null && !asked.correlationId().isBlank()) {
            return asked.correlationId();
        }
        return asked.commandId() != null && !asked.commandId().isBlank()
                ? asked.commandId()
                : UUID.randomUUID().toString();
    }

    private CommandEnvelope<Command> envelope(
            UserCommand asked,
            Class<? extends Command> type,
            String correlationId,
            String actor,
            @Nullable String clientId) {
        Instant now = clock.instant();
        return new CommandEnvelope<>(
                asked.command(),
                asked.commandId() == null ? correlationId : asked.commandId(),
                correlationId,
                actor,
                clientId,
                null,
                now,
                expiry(asked.expiresAt(), now),
                null,
                codec.commandData(asked.data().text(), type));
    }

    private static Instant expiry(@Nullable String text, Instant now) {
        if (text == null) {
            return now.plus(LIFE);
        }
        Instant expiry;
        try {
            expiry = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            throw new EventCodec.Refusal("is no ISO-8601 time with a zone", "expires_at");
        }
        if (!expiry.isAfter(now)) {
            throw new EventCodec.Refusal("is over: the command was not carried out", "expires_at");
        }
        if (expiry.isAfter(now.plus(LONGEST_LIFE))) {
            throw new EventCodec.Refusal("must be within an hour", "expires_at");
        }
        return expiry;
    }

    private CompletableFuture<Reply> send(CommandEnvelope<Command> command) {
        channels.tellUserCommand(
                codec.mapper()
                        .writeValueAsBytes(
                                new Copy(
                                        "user_command",
                                        command.command(),
                                        command.data(),
                                        command.clientId(),
                                        command.timestamp(),
                                        command.correlationId())));
        CompletableFuture<Answered> answer;
        try {
            answer = bus.ask(command);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle((answered, failure) ->
                answered == null
                        ? new Reply(unanswered(command, failure), false)
                        : new Reply(
                                counted(
                                        new CommandResponse(
                                                answered.status(),
                                                answered.command(),
                                                answered.result(),
                                                command.correlationId()),
                                        command.command()),
                                answered.byEvent()));
    }

    private CommandResponse unanswered(
            CommandEnvelope<Command> command, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof TimeoutException) {
            return error(
                    command.command(),
                    command.correlationId(),
                    "timeout",
                    "No answer in time; the command may still take effect. Ask again with the same"
                            + " command_id to learn its outcome",
                    null);
        }
        log.warn("{} could not be sent", command.command(), cause);
        return error(
                command.command(),
                command.correlationId(),
                "bus_unavailable",
                "The command could not be sent; it may be tried again with the same command_id",
                null);
    }

    private CompletableFuture<Reply> invalid(
            UserCommand asked, String correlationId, String reason, @Nullable String field) {
        return refused(asked, correlationId, asked.command(), "invalid_command", reason, field);
    }

    private CompletableFuture<Reply> refused(
            UserCommand asked,
            String correlationId,
            String counted,
            String code,
            String message,
            @Nullable String field) {
        CommandResponse response = error(asked.command(), correlationId, code, message, field);
        count(counted, AnswerStatus.ERROR);
        return CompletableFuture.completedFuture(new Reply(response, false));
    }

    private CommandResponse error(
            String command,
            String correlationId,
            String code,
            String message,
            @Nullable String field) {
        RawJson result = codec.json(new CommandAnswer.Refused(code, message, field));
        return new CommandResponse(AnswerStatus.ERROR, command, result, correlationId);
    }

    private CommandResponse counted(CommandResponse response, String command) {
        count(command, response.status());
        return response;
    }

    private void count(String command, AnswerStatus status) {
        metrics.counter(
                        "aktien.gateway.commands",
                        "command",
                        command,
                        "status",
                        status.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
