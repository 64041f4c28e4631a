package de.aktienanalyse.bus;

import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a service remembers of the bus, so that every effect happens once: inbox marks, answers,
/// dead letters, jobs.
final class Marks {

    /// @param body the command's data, to tell a repeat from another command under the same id
    record StoredAnswer(String command, String body, AnswerStatus status, RawJson result) {}

    /// A failed event.
    record Failure(String reason, String stackHash, int attempts) {
        static final Failure BEHIND =
                new Failure("parked behind a failed event of its subject", "", 0);
    }

    private final JdbcClient jdbc;
    private final Clock clock;
    private final DeadLetters deadLetters;
    private final Jobs jobs;

    Marks(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.deadLetters = new DeadLetters(jdbc, clock);
        this.jobs = new Jobs(jdbc, clock);
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    Jobs jobs() {
        return jobs;
    }

    /// Marks an event as taken by a group.
    ///
    /// @return false when it was before
    boolean take(String group, @Nullable String replay, String eventId) {
        return jdbc.sql(
                                "insert into bus_inbox (group_name, replay, event_id, at) values (?, ?, ?, ?)"
                                        + " on conflict do nothing")
                        .params(group, replay == null ? "" : replay, eventId, clock.millis())
                        .update()
                == 1;
    }

    Optional<StoredAnswer> answer(String actor, String commandId) {
        return jdbc.sql(
                        "select command, body, status, result from bus_answer where actor = ? and command_id = ?")
                .params(actor, commandId)
                .query((row, _) ->
                        new StoredAnswer(
                                row.getString("command"),
                                row.getString("body"),
                                AnswerStatus.valueOf(row.getString("status")),
                                new RawJson(row.getString("result"))))
                .optional();
    }

    void store(String actor, Answered answer, String body) {
        jdbc.sql(
                        "insert into bus_answer (actor, command_id, command, body, status, result, at)"
                                + " values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        actor,
                        answer.commandId(),
                        answer.command(),
                        body,
                        answer.status().name(),
                        answer.result().text(),
                        clock.millis())
                .update();
    }

    /// Forgets the answers to commands older than `before`, but for those to commands that are
    /// kept.
    int pruneAnswers(Instant before, List<String> kept) {
        return jdbc.sql("delete from bus_answer where at < :before and command not in (:kept)")
                .param("before", before.toEpochMilli())
                .param("kept", kept)
                .update();
    }

    /// Forgets marks older than `before`. It must be earlier than anything that can still be
    /// delivered again.
    int prune(Instant before) {
        jdbc.sql("delete from bus_instruction where at < ?").param(before.toEpochMilli()).update();
        return jdbc.sql("delete from bus_inbox where at < ?").param(before.toEpochMilli()).update();
    }
}
