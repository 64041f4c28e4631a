package de.aktienanalyse.eventbus.replay;

import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.BusCommand.GetReplays;
import de.aktienanalyse.commands.BusCommand.ReplayTarget;
import de.aktienanalyse.commands.BusCommand.StartReplay;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.Page;
import de.aktienanalyse.eventbus.journal.EventJournal;
import de.aktienanalyse.eventbus.journal.JournalDesk;
import de.aktienanalyse.eventbus.topology.Announcements;
import de.aktienanalyse.events.InvalidEvent;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Starts, pauses and ends replays.
@Component
public class ReplayDesk {
    private static final BigDecimal FASTEST = BigDecimal.valueOf(1_000_000);

    private final Replays replays;
    private final EventJournal journal;
    private final Announcements announcements;
    private final RandomGenerator random;
    private final Clock clock;

    ReplayDesk(
            Replays replays,
            EventJournal journal,
            Announcements announcements,
            RandomGenerator random,
            Clock clock) {
        this.replays = replays;
        this.journal = journal;
        this.announcements = announcements;
        this.random = random;
        this.clock = clock;
    }

    /// @param replayId null when it was only counted
    record Started(@Nullable String replayId, long count, boolean dryRun) {}

    public Outcome start(CommandEnvelope<StartReplay> asked) {
        StartReplay data = asked.data();
        CommandAnswer refusal = refusal(data);
        if (refusal != null) {
            return Outcome.of(refusal);
        }
        Instant now = clock.instant();
        try {
            Replay replay = replay(data, asked.actor(), now);
            long count = journal.count(replay.query());
            if (Boolean.TRUE.equals(data.dryRun())) {
                return Outcome.success(new Started(null, count, true));
            }
            replays.insert(with(replay, count));
            return Outcome.success(new Started(replay.replayId(), count, false));
        } catch (InvalidEvent e) {
            return Outcome.of(JournalDesk.refused(e));
        }
    }

    private @Nullable CommandAnswer refusal(StartReplay data) {
        ReplayTarget target = data.target();
        if ((target.group() == null) == (target.clientId() == null)) {
            return CommandAnswer.refused(
                    "invalid_target", "Give either a group or a client_id", "target");
        }
        if (target.group() != null && !announcements.services().containsKey(target.group())) {
            return CommandAnswer.refused(
                    "unknown_group",
                    "No service has announced a group " + target.group(),
                    "target.group");
        }
        BigDecimal speed = data.speed();
        if (speed != null && (speed.signum() < 0 || speed.compareTo(FASTEST) > 0)) {
            return CommandAnswer.refused(
                    "invalid_speed",
                    "Give 0 for as fast as it is taken, else at most " + FASTEST.toPlainString(),
                    "speed");
        }
        if (data.from() != null && data.to() != null && data.from().isAfter(data.to())) {
            return CommandAnswer.refused("invalid_range", "from must not be after to", "from");
        }
        return null;
    }

    private Replay replay(StartReplay data, String actor, Instant now) {
        return new Replay(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                data.target().group(),
                data.target().clientId(),
                data.from(),
                data.to() == null ? now : data.to(),
                data.eventType(),
                data.subject(),
                data.correlationId(),
                data.speed() == null ? BigDecimal.ZERO : data.speed(),
                Replay.State.RUNNING,
                0,
                0,
                0,
                Map.of(),
                actor,
                now,
                null);
    }

    private static Replay with(Replay replay, long total) {
        return new Replay(
                replay.replayId(),
                replay.group(),
                replay.clientId(),
                replay.from(),
                replay.to(),
                replay.eventType(),
                replay.subject(),
                replay.correlationId(),
                replay.speed(),
                replay.state(),
                total,
                replay.done(),
                replay.skipped(),
                replay.told(),
                replay.actor(),
                replay.createdAt(),
                replay.endedAt());
    }

    public Outcome pause(String id) {
        return move(id, Replay.State.PAUSED, null, Replay.State.RUNNING);
    }

    public Outcome resume(String id) {
        return move(id, Replay.State.RUNNING, null, Replay.State.PAUSED);
    }

    public Outcome cancel(String id) {
        return move(
                id,
                Replay.State.CANCELLED,
                clock.instant(),
                Replay.State.RUNNING,
                Replay.State.PAUSED);
    }

    private Outcome move(
            String id, Replay.State to, @Nullable Instant endedAt, Replay.State... from) {
        boolean moved = replays.move(id, to, endedAt, from);
        return replays.byId(id)
                .map(replay ->
                        moved
                                ? Outcome.success(replay)
                                : Outcome.refused(
                                        "wrong_state",
                                        "The replay is "
                                                + replay.state().name().toLowerCase(Locale.ROOT),
                                        "replay_id"))
                .orElseGet(() ->
                        Outcome.refused("unknown_replay", "There is no such replay", "replay_id"));
    }

    public CommandAnswer list(GetReplays asked) {
        if (asked.cursor() != null && replays.byId(asked.cursor()).isEmpty()) {
            return CommandAnswer.refused(
                    "invalid_cursor", "cursor is no next_cursor of this list", "cursor");
        }
        return CommandAnswer.success(replays.newest(asked.cursor(), Page.limit(asked.limit())));
    }
}
