package de.aktienanalyse.eventbus.journal;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.Page;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.RawJson;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The memory of the bus.
@Component
public class EventJournal {
    private final JdbcClient database;
    private final EventCodec codec;
    private final Clock clock;

    public EventJournal(JdbcClient database, EventCodec codec, Clock clock) {
        this.database = database;
        this.codec = codec;
        this.clock = clock;
    }

    /// Writes an event down. A replayed one is there already; one that is said again after Redis
    /// lost it keeps its text and gets its new place, where a group that lags will look for it.
    public void append(EventEnvelope<?> heard) {
        Place place = Place.of(heard.position());
        database.sql(
                        """
                        insert into journal (event_id, event_type, source, subject, correlation_id, causation_id,
                            place, epoch, sequence, occurred_at, recorded_at, json)
                        values (:id, :type, :source, :subject, :correlationId, :causationId,
                            :place, :epoch, :sequence, :occurredAt, :recordedAt, :json)
                        on conflict (event_id) do update set place = excluded.place, epoch = excluded.epoch,
                            sequence = excluded.sequence where excluded.epoch > journal.epoch
                        """)
                .param("id", heard.eventId())
                .param("type", heard.eventType())
                .param("source", heard.source())
                .param("subject", heard.data().subject())
                .param("correlationId", heard.correlationId())
                .param("causationId", heard.causationId())
                .param("place", place.partition())
                .param("epoch", place.epoch())
                .param("sequence", place.sequence())
                .param("occurredAt", heard.timestamp().toEpochMilli())
                .param("recordedAt", clock.millis())
                .param("json", new String(codec.encode(heard), StandardCharsets.UTF_8))
                .update();
    }

    /// Entries in the order in which they occurred; a page holds at most 500.
    public Page<JournalEntry> find(JournalQuery query) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> conditions = conditions(query, values);
        String direction = query.newestFirst() ? "desc" : "asc";
        values.put("limit", query.size() + 1);
        List<JournalEntry> found =
                database.sql(
                                "select * from journal%s order by occurred_at %s, event_id %s limit :limit"
                                        .formatted(where(conditions), direction, direction))
                        .params(values)
                        .query(EventJournal::entry)
                        .list();
        if (found.size() <= query.size()) {
            return new Page<>(found, null);
        }
        List<JournalEntry> page = found.subList(0, query.size());
        JournalEntry last = page.getLast();
        return new Page<>(
                page,
                new JournalQuery.Cursor(last.occurredAt().toEpochMilli(), last.eventId())
                        .toString());
    }

    public Optional<JournalEntry> byId(String eventId) {
        return database.sql("select * from journal where event_id = :id")
                .param("id", eventId)
                .query(EventJournal::entry)
                .optional();
    }

    /// What came of an event directly, the oldest first.
    public List<JournalEntry> causedBy(String eventId, int limit) {
        return database.sql(
                        "select * from journal where causation_id = :id order by occurred_at, event_id limit :limit")
                .param("id", eventId)
                .param("limit", limit)
                .query(EventJournal::entry)
                .list();
    }

    /// How many entries a replay of this would tell; its page does not matter.
    public long count(JournalQuery query) {
        Map<String, Object> values = new LinkedHashMap<>();
        return database.sql("select count(*) from journal" + where(conditions(query, values)))
                .params(values)
                .query(Long.class)
                .single();
    }

    /// The partitions in which there is something of this, `trading.2`.
    public List<String> places(JournalQuery query) {
        Map<String, Object> values = new LinkedHashMap<>();
        return database.sql(
                        "select distinct place from journal%s order by place"
                                .formatted(where(conditions(query, values))))
                .params(values)
                .query((row, _) -> row.getString("place"))
                .list();
    }

    /// What follows a position in the order of its partition, which is that of each subject.
    public List<JournalEntry> behind(
            String place, long epoch, long sequence, JournalQuery query, int limit) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> conditions = conditions(query, values);
        conditions.add("place = :place and (epoch, sequence) > (:epoch, :sequence)");
        values.put("place", place);
        values.put("epoch", epoch);
        values.put("sequence", sequence);
        values.put("limit", limit);
        return database.sql(
                        "select * from journal%s order by epoch, sequence limit :limit"
                                .formatted(where(conditions)))
                .params(values)
                .query(EventJournal::entry)
                .list();
    }

    /// @return how many entries were forgotten, at most `limit`
    int forgetBefore(Instant time, int limit) {
        return database.sql(
                        """
                        delete from journal where event_id in (
                            select event_id from journal where recorded_at < :time limit :limit)
                        """)
                .param("time", time.toEpochMilli())
                .param("limit", limit)
                .update();
    }

    public long size() {
        return database.sql("select count(*) from journal").query(Long.class).single();
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private static List<String> conditions(JournalQuery query, Map<String, Object> values) {
        List<String> conditions = new ArrayList<>();
        Instant from = query.from();
        if (from != null) {
            conditions.add("occurred_at >= :from");
            values.put("from", from.toEpochMilli());
        }
        Instant to = query.to();
        if (to != null) {
            conditions.add("occurred_at < :to");
            values.put("to", to.toEpochMilli());
        }
        if (query.type() != null) {
            conditions.add("event_type in (:types)");
            values.put("types", query.types());
        }
        equal(conditions, values, "subject", query.subject());
        equal(conditions, values, "source", query.source());
        equal(conditions, values, "correlation_id", query.correlationId());
        JournalQuery.Cursor after = query.after();
        if (after != null) {
            conditions.add(
                    "(occurred_at, event_id) %s (:afterTime, :afterId)"
                            .formatted(query.newestFirst() ? "<" : ">"));
            values.put("afterTime", after.occurredAt());
            values.put("afterId", after.eventId());
        }
        return conditions;
    }

    private static void equal(
            List<String> conditions,
            Map<String, Object> values,
            String column,
            @Nullable String wanted) {
        if (wanted != null) {
            conditions.add(column + " = :" + column);
            values.put(column, wanted);
        }
    }

    private static JournalEntry entry(ResultSet row, int index) throws SQLException {
        return new JournalEntry(
                row.getString("event_id"),
                row.getString("event_type"),
                row.getString("source"),
                row.getString("subject"),
                row.getString("correlation_id"),
                row.getString("causation_id"),
                row.getString("place") + "@" + row.getLong("epoch") + "-" + row.getLong("sequence"),
                Instant.ofEpochMilli(row.getLong("occurred_at")),
                Instant.ofEpochMilli(row.getLong("recorded_at")),
                new RawJson(row.getString("json")));
    }

    /// A position taken apart, so that a partition can be read in its order.
    private record Place(String partition, long epoch, long sequence) {
        static Place of(@Nullable String position) {
            if (position == null) {
                throw new IllegalArgumentException("What has no position was not on the bus");
            }
            int at = position.indexOf('@');
            int dash = position.indexOf('-', at);
            if (at < 1 || dash < 0) {
                throw new IllegalArgumentException("No position of a stream: " + position);
            }
            return new Place(
                    position.substring(0, at),
                    Long.parseLong(position.substring(at + 1, dash)),
                    Long.parseLong(position.substring(dash + 1)));
        }
    }
}
