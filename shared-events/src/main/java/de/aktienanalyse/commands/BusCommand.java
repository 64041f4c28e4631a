package de.aktienanalyse.commands;

import de.aktienanalyse.events.Must;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.Severity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the owner asks of event-bus-service: its memory, its tables, and the repair of what went
/// wrong. Times are those of the events; `from` is inclusive, `to` exclusive.
public sealed interface BusCommand extends Command {

    /// Exactly one of the two.
    ///
    /// @param group takes it as a replay: what trades or notifies refuses it
    /// @param clientId a browser's connection
    record ReplayTarget(@Nullable String group, @Nullable String clientId) {}

    /// Events as they were said, the newest first.
    ///
    /// @param eventType `trading.order.executed`, or `trading.order.*` for all that begin so
    /// @param oldestFirst default false
    @CommandType(
            value = "get_journal",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetJournal(
            @Nullable String eventType,
            @Nullable String subject,
            @Nullable String source,
            @Nullable String correlationId,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Boolean oldestFirst,
            @Nullable Integer limit,
            @Nullable String cursor)
            implements BusCommand {}

    /// One event, what led to it (the first cause first), and what came of it.
    @CommandType(
            value = "get_event",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetEvent(String eventId) implements BusCommand {
        public GetEvent {
            Must.name(eventId, "eventId");
        }
    }

    /// What groups could not take, the newest first.
    ///
    /// @param group null: of all groups
    @CommandType(
            value = "get_dead_letters",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetDeadLetters(
            @Nullable String group,
            @Nullable String eventType,
            @Nullable Integer limit,
            @Nullable String cursor)
            implements BusCommand {}

    /// Runs dead letters again, and what is parked behind them: one, those of a type, or all of the
    /// group.
    @CommandType(
            value = "retry_dead_letters",
            owner = "event-bus-service",
            effect = true,
            role = Role.OWNER)
    record RetryDeadLetters(String group, @Nullable String eventId, @Nullable String eventType)
            implements BusCommand {
        public RetryDeadLetters {
            Must.name(group, "group");
        }
    }

    /// Gives dead letters up: one, those of a type, or all of the group. What is parked behind them
    /// runs.
    ///
    /// @param reason is kept with the name of who gave them up
    @CommandType(
            value = "discard_dead_letters",
            owner = "event-bus-service",
            effect = true,
            role = Role.OWNER)
    record DiscardDeadLetters(
            String group, @Nullable String eventId, @Nullable String eventType, String reason)
            implements BusCommand {
        public DiscardDeadLetters {
            Must.name(group, "group");
            Must.name(reason, "reason");
        }
    }

    /// Tells one group or one browser again what the journal has.
    ///
    /// @param to default now; what is said later does not belong to it
    /// @param eventType `trading.order.*` for all that begin so
    /// @param speed 1: as fast as it happened, 10: ten times as fast; 0, the default: as fast as it
    ///   is taken
    /// @param dryRun only count
    @CommandType(
            value = "start_replay",
            owner = "event-bus-service",
            effect = true,
            role = Role.OWNER)
    record StartReplay(
            ReplayTarget target,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String eventType,
            @Nullable String subject,
            @Nullable String correlationId,
            @Nullable BigDecimal speed,
            @Nullable Boolean dryRun)
            implements BusCommand {
        public StartReplay {
            Must.have(target, "target");
        }
    }

    /// It goes on with `resume_replay`.
    @CommandType(
            value = "pause_replay",
            owner = "event-bus-service",
            effect = true,
            role = Role.OWNER)
    record PauseReplay(String replayId) implements BusCommand {
        public PauseReplay {
            Must.name(replayId, "replayId");
        }
    }

    @CommandType(
            value = "resume_replay",
            owner = "event-bus-service",
            effect = true,
            role = Role.OWNER)
    record ResumeReplay(String replayId) implements BusCommand {
        public ResumeReplay {
            Must.name(replayId, "replayId");
        }
    }

    /// What was told stays told.
    @CommandType(
            value = "cancel_replay",
            owner = "event-bus-service",
            effect = true,
            role = Role.OWNER)
    record CancelReplay(String replayId) implements BusCommand {
        public CancelReplay {
            Must.name(replayId, "replayId");
        }
    }

    /// Replays, the newest first.
    @CommandType(
            value = "get_replays",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetReplays(@Nullable Integer limit, @Nullable String cursor) implements BusCommand {}

    /// The routing table, and lag and pending entries per target.
    @CommandType(
            value = "get_routing",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetRouting() implements BusCommand {}

    /// Events whose type matches the pattern go to these targets from now on.
    ///
    /// @param pattern an event type, or one that ends in `*`: `trading.order.*`
    /// @param targets groups, `all_modules`, or `data-web-app.<page>` for the gateway
    @CommandType(value = "set_route", owner = "event-bus-service", effect = true, role = Role.OWNER)
    record SetRoute(String pattern, List<String> targets) implements BusCommand {
        public SetRoute {
            Must.name(pattern, "pattern");
            targets = Must.list(targets, "targets");
        }
    }

    @CommandType(
            value = "delete_route",
            owner = "event-bus-service",
            effect = true,
            role = Role.OWNER)
    record DeleteRoute(String pattern) implements BusCommand {
        public DeleteRoute {
            Must.name(pattern, "pattern");
        }
    }

    /// Back to the rules that the suite ships.
    @CommandType(
            value = "reset_routing",
            owner = "event-bus-service",
            effect = true,
            role = Role.OWNER)
    record ResetRouting() implements BusCommand {}

    /// The schemas of events and commands, with their versions.
    @CommandType(
            value = "get_schemas",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetSchemas(@Nullable Integer limit, @Nullable String cursor) implements BusCommand {}

    /// One schema.
    ///
    /// @param type event type or command
    /// @param version `1.0`, or `1.0-2` for the second text of that version; null: the newest
    @CommandType(
            value = "get_schema",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetSchema(String type, @Nullable String version) implements BusCommand {
        public GetSchema {
            Must.name(type, "type");
        }
    }

    /// Whether a schema could follow the newest one of its type: what would break readers is named
    /// with its path.
    @CommandType(
            value = "check_schema",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record CheckSchema(String type, RawJson schema) implements BusCommand {
        public CheckSchema {
            Must.name(type, "type");
            Must.have(schema, "schema");
        }
    }

    /// The AsyncAPI 3 document.
    @CommandType(
            value = "get_asyncapi",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetAsyncapi() implements BusCommand {}

    /// Each event for people: class, who says it, who hears it, fields, example.
    @CommandType(
            value = "get_catalogue",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetCatalogue() implements BusCommand {}

    /// How much, of what type, from whom, how long it took. Without times: since the service
    /// started.
    @CommandType(
            value = "get_analytics",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetAnalytics(@Nullable Instant from, @Nullable Instant to) implements BusCommand {}

    /// Who says and hears what: declared against seen.
    @CommandType(
            value = "get_topology",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetTopology() implements BusCommand {}

    /// Changes of status, the newest first.
    ///
    /// @param service null: of all services
    @CommandType(
            value = "get_health_history",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetHealthHistory(
            @Nullable String service,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Integer limit,
            @Nullable String cursor)
            implements BusCommand {}

    /// Refused foreign messages with the reason, the newest first.
    @CommandType(
            value = "get_quarantine",
            owner = "event-bus-service",
            effect = false,
            role = Role.OWNER)
    record GetQuarantine(@Nullable Integer limit, @Nullable String cursor) implements BusCommand {}

    /// Sends a notification to where the owner has it sent (webhook), now or later.
    ///
    /// @param notificationId the entry of the inbox that it is about
    /// @param notBefore send it then, not at once
    @CommandType(
            value = "dispatch_notification",
            owner = "event-bus-service",
            queue = "notification.dispatch",
            effect = true,
            role = Role.OWNER)
    record DispatchNotification(
            @Nullable String notificationId,
            String title,
            String message,
            @Nullable Severity severity,
            @Nullable Instant notBefore)
            implements BusCommand {
        public DispatchNotification {
            Must.name(title, "title");
            Must.have(message, "message");
        }

        @Override
        public @Nullable Instant startsAt() {
            return notBefore;
        }
    }
}
