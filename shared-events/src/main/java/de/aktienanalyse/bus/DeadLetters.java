package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Marks.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What groups could not take, and what waits behind it for the sake of order: rows, so that they
/// outlive Redis.
final class DeadLetters {

    /// The events of one subject that keep their order among each other: those heard live, or those
    /// of one replay.
    record Line(String group, String replay, String subject) {}

    /// @param parked whether it only waits behind another one of its line
    record Row(
            Line line,
            String eventId,
            String eventType,
            String family,
            int partitionNo,
            String entryId,
            String payload,
            boolean parked,
            String reason,
            String stackHash,
            int attempts,
            long at) {}

    private static final String COLUMNS =
            "select group_name, event_id, replay, event_type, subject, family, partition_no, entry_id,"
                    + " payload, parked, reason, stack_hash, attempts, at from bus_dead_letter";

    /// The order of the stream; there is none across partitions. An id is `<epoch>-<sequence>`, so
    /// it does not sort as text.
    private static final Comparator<Row> IN_ORDER =
            Comparator.comparing(Row::parked)
                    .thenComparing(Row::family)
                    .thenComparingInt(Row::partitionNo)
                    .thenComparingLong(row -> part(row.entryId(), 0))
                    .thenComparingLong(row -> part(row.entryId(), 1));

    private final JdbcClient jdbc;
    private final Clock clock;

    DeadLetters(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    boolean holdBack(Line line) {
        return jdbc.sql(
                                "select count(*) from bus_dead_letter"
                                        + " where group_name = ? and subject = ? and replay = ?")
                        .params(line.group(), line.subject(), line.replay())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    void bury(StreamEntry entry, Failure failure, boolean parked) {
        jdbc.sql(
                        "insert into bus_dead_letter (group_name, event_id, replay, event_type, subject, family,"
                                + " partition_no, entry_id, payload, parked, reason, stack_hash, attempts, at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
                .params(
                        entry.group(),
                        entry.eventId(),
                        entry.replay(),
                        entry.eventType(),
                        entry.subject(),
                        entry.family(),
                        entry.partitionNo(),
                        entry.id(),
                        entry.text(),
                        parked ? 1 : 0,
                        failure.reason(),
                        failure.stackHash(),
                        failure.attempts(),
                        clock.millis())
                .update();
    }

    /// Buries a command that competing workers could not carry out. It has no order with others.
    void bury(Jobs.Job job, String command, Failure failure) {
        jdbc.sql(
                        "insert into bus_dead_letter (group_name, event_id, replay, event_type, subject, family,"
                                + " partition_no, entry_id, payload, parked, reason, stack_hash, attempts, at)"
                                + " values (?, ?, '', ?, ?, '', 0, '0-0', ?, 0, ?, ?, ?, ?) on conflict do nothing")
                .params(
                        job.queue(),
                        job.key(),
                        command,
                        job.key(),
                        job.payload(),
                        failure.reason(),
                        failure.stackHash(),
                        failure.attempts(),
                        clock.millis())
                .update();
    }

    boolean has(String group, String eventId) {
        return jdbc.sql(
                                "select count(*) from bus_dead_letter where group_name = ? and replay = '' and event_id = ?")
                        .params(group, eventId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /// The next one of a line to run: what failed, then what is parked, in order.
    Optional<Row> first(Line line) {
        return jdbc
                .sql(COLUMNS + " where group_name = ? and subject = ? and replay = ?")
                .params(line.group(), line.subject(), line.replay())
                .query(DeadLetters::row)
                .list()
                .stream()
                .min(IN_ORDER);
    }

    /// @param eventId null: whichever; the same for the type
    List<Row> matching(String group, @Nullable String eventId, @Nullable String eventType) {
        return jdbc
                .sql(COLUMNS + " where group_name = ? order by at, event_id")
                .param(group)
                .query(DeadLetters::row)
                .list()
                .stream()
                .filter(row -> eventId == null || eventId.equals(row.eventId()))
                .filter(row -> eventType == null || isOf(row.eventType(), eventType))
                .toList();
    }

    /// @param pattern a type, or the beginning of some with `*` behind it
    private static boolean isOf(String type, String pattern) {
        return pattern.endsWith("*")
                ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                : type.equals(pattern);
    }

    /// Lines in which something is parked behind nothing: an operator, or a crash on the way, took
    /// away what they waited for.
    List<Line> headless() {
        return jdbc.sql(
                        "select distinct d.group_name, d.replay, d.subject from bus_dead_letter d"
                                + " where d.parked = 1 and not exists (select 1 from bus_dead_letter h"
                                + " where h.group_name = d.group_name and h.subject = d.subject"
                                + " and h.replay = d.replay and h.parked = 0)")
                .query((row, _) -> line(row))
                .list();
    }

    void remove(Row row) {
        jdbc.sql("delete from bus_dead_letter where group_name = ? and replay = ? and event_id = ?")
                .params(row.line().group(), row.line().replay(), row.eventId())
                .update();
    }

    void failedAgain(Row row, Failure failure) {
        jdbc.sql(
                        "update bus_dead_letter set parked = 0, attempts = ?, reason = ?, stack_hash = ?"
                                + " where group_name = ? and replay = ? and event_id = ?")
                .params(
                        row.attempts() + failure.attempts(),
                        failure.reason(),
                        failure.stackHash(),
                        row.line().group(),
                        row.line().replay(),
                        row.eventId())
                .update();
    }

    /// Removes it and keeps a record of who gave it up and why.
    void discard(Row row, Instruction instruction) {
        jdbc.sql(
                        "insert into bus_discarded (group_name, event_id, replay, event_type, subject, payload,"
                                + " reason, stack_hash, attempts, at, instruction, actor, why, discarded_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
                .params(
                        row.line().group(),
                        row.eventId(),
                        row.line().replay(),
                        row.eventType(),
                        row.line().subject(),
                        row.payload(),
                        row.reason(),
                        row.stackHash(),
                        row.attempts(),
                        row.at(),
                        instruction.id(),
                        instruction.by(),
                        instruction.why(),
                        clock.millis())
                .update();
        remove(row);
    }

    boolean isDone(Instruction instruction) {
        return jdbc.sql("select count(*) from bus_instruction where id = ?")
                        .param(instruction.id())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    void done(Instruction instruction, String text) {
        jdbc.sql(
                        "insert into bus_instruction (id, instruction, at) values (?, ?, ?) on conflict do nothing")
                .params(instruction.id(), text, clock.millis())
                .update();
    }

    /// How many there are, per group.
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        jdbc.sql("select group_name, count(*) as rows from bus_dead_letter group by group_name")
                .query((row, _) -> Map.entry(row.getString("group_name"), row.getInt("rows")))
                .list()
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    /// What failed before what is only parked, the oldest first.
    List<Row> first(String group, int limit) {
        return jdbc.sql(COLUMNS + " where group_name = ? order by parked, at, event_id limit ?")
                .params(group, limit)
                .query(DeadLetters::row)
                .list();
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getString("group_name"), row.getString("replay"), row.getString("subject"));
    }

    private static Row row(ResultSet row, int index) throws SQLException {
        return new Row(
                line(row),
                row.getString("event_id"),
                row.getString("event_type"),
                row.getString("family"),
                row.getInt("partition_no"),
                row.getString("entry_id"),
                row.getString("payload"),
                row.getInt("parked") != 0,
                row.getString("reason"),
                row.getString("stack_hash"),
                row.getInt("attempts"),
                row.getLong("at"));
    }

    private static long part(String entryId, int which) {
        String[] parts = entryId.split("-", 2);
        return which < parts.length ? Long.parseLong(parts[which]) : 0;
    }
}
