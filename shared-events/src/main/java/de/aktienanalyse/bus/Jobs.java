package de.aktienanalyse.bus;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Accepted commands of queues with competing workers: rows of the owner's database, so that what
/// was accepted outlives Redis, and that its end commits or fails together with its effect.
///
/// `run_at` says from when on somebody may take a job. Who takes it moves it to the end of his
/// lease, so that a dead worker's job comes back by itself; `fence` grows with each taking, so that
/// one who was only stopped cannot end what another has taken over.
final class Jobs {

    /// @param attempts begun, this one included
    record Job(
            String queue,
            String actor,
            String commandId,
            String payload,
            int attempts,
            long fence,
            Instant runAt) {

        /// Its name among dead letters.
        String key() {
            return key(actor, commandId);
        }

        static String key(String actor, String commandId) {
            return actor + "/" + commandId;
        }
    }

    private static final String SELECT =
            "select queue, actor, command_id, payload, attempts, fence, run_at from bus_job";

    private final JdbcClient jdbc;
    private final Clock clock;

    Jobs(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// @return false when it is there already
    boolean put(String queue, String actor, String commandId, String payload, Instant runAt) {
        return jdbc.sql(
                                "insert into bus_job (queue, actor, command_id, payload, attempts, fence,"
                                        + " run_at, put_at) values (?, ?, ?, ?, 0, 0, ?, ?)"
                                        + " on conflict do nothing")
                        .params(
                                queue,
                                actor,
                                commandId,
                                payload,
                                runAt.toEpochMilli(),
                                clock.millis())
                        .update()
                == 1;
    }

    Optional<Job> find(String actor, String commandId) {
        return jdbc.sql(SELECT + " where actor = ? and command_id = ?")
                .params(actor, commandId)
                .query(Jobs::job)
                .optional();
    }

    /// When the next one may begin.
    Optional<Instant> next(Set<String> queues) {
        return jdbc.sql(
                        "select run_at from bus_job where queue in (:queues) order by run_at limit 1")
                .param("queues", queues)
                .query((row, _) -> Instant.ofEpochMilli(row.getLong("run_at")))
                .optional();
    }

    /// Takes the one that waits longest.
    Optional<Job> take(Set<String> queues, Duration lease) {
        List<Job> due =
                jdbc.sql(
                                SELECT
                                        + " where queue in (:queues) and run_at <= :now"
                                        + " order by run_at, put_at, command_id limit 1")
                        .param("queues", queues)
                        .param("now", clock.millis())
                        .query(Jobs::job)
                        .list();
        if (due.isEmpty()) {
            return Optional.empty();
        }
        Job job = due.getFirst();
        Instant until = clock.instant().plus(lease);
        // Another instance may have been faster.
        int taken =
                jdbc.sql(
                                "update bus_job set attempts = attempts + 1, fence = fence + 1, run_at = ?"
                                        + " where actor = ? and command_id = ? and fence = ? and run_at = ?")
                        .params(
                                until.toEpochMilli(),
                                job.actor(),
                                job.commandId(),
                                job.fence(),
                                job.runAt().toEpochMilli())
                        .update();
        return taken == 0
                ? Optional.empty()
                : Optional.of(
                        new Job(
                                job.queue(),
                                job.actor(),
                                job.commandId(),
                                job.payload(),
                                job.attempts() + 1,
                                job.fence() + 1,
                                until));
    }

    /// @return false when another instance has taken it over
    boolean renew(Job job, Duration lease) {
        return move(job, clock.instant().plus(lease), job.attempts());
    }

    /// To be begun anew at a time.
    boolean postpone(Job job, Instant until) {
        return move(job, until, job.attempts());
    }

    /// Not begun after all.
    boolean giveBack(Job job) {
        return move(job, clock.instant(), job.attempts() - 1);
    }

    private boolean move(Job job, Instant runAt, int attempts) {
        return jdbc.sql(
                                "update bus_job set run_at = ?, attempts = ?"
                                        + " where actor = ? and command_id = ? and fence = ?")
                        .params(
                                runAt.toEpochMilli(),
                                attempts,
                                job.actor(),
                                job.commandId(),
                                job.fence())
                        .update()
                == 1;
    }

    /// Ends it, and refuses the transaction around the call when another has taken it over.
    void end(Job job) {
        int ended =
                jdbc.sql("delete from bus_job where actor = ? and command_id = ? and fence = ?")
                        .params(job.actor(), job.commandId(), job.fence())
                        .update();
        if (ended == 0) {
            throw new Ownership.Lost(job.queue() + " " + job.key());
        }
    }

    private static Job job(ResultSet row, int index) throws SQLException {
        return new Job(
                row.getString("queue"),
                row.getString("actor"),
                row.getString("command_id"),
                row.getString("payload"),
                row.getInt("attempts"),
                row.getLong("fence"),
                Instant.ofEpochMilli(row.getLong("run_at")));
    }
}
