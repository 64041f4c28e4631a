package de.aktienanalyse.eventbus.replay;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.Page;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The replays as rows, so that they go on after a restart.
@Component
class Replays {
    private final JdbcClient database;
    private final EventCodec codec;

    Replays(JdbcClient database, EventCodec codec) {
        this.database = database;
        this.codec = codec;
    }

    void insert(Replay replay) {
        database.sql(
                        """
                        insert into replay (id, target_group, target_client, from_time, to_time, event_type, subject,
                            correlation_id, speed, state, total, done, cursor, actor, created_at)
                        values (:id, :group, :client, :from, :to, :type, :subject,
                            :correlation, :speed, :state, :total, 0, '{}', :actor, :createdAt)
                        """)
                .param("id", replay.replayId())
                .param("group", replay.group())
                .param("client", replay.clientId())
                .param("from", millis(replay.from()))
                .param("to", replay.to().toEpochMilli())
                .param("type", replay.eventType())
                .param("subject", replay.subject())
                .param("correlation", replay.correlationId())
                .param("speed", replay.speed().toPlainString())
                .param("state", replay.state().name())
                .param("total", replay.total())
                .param("actor", replay.actor())
                .param("createdAt", replay.createdAt().toEpochMilli())
                .update();
    }

    Optional<Replay> byId(String id) {
        return database.sql("select * from replay where id = ?")
                .param(id)
                .query(this::replay)
                .optional();
    }

    List<Replay> running() {
        return database.sql("select * from replay where state = ? order by created_at, id")
                .param(Replay.State.RUNNING.name())
                .query(this::replay)
                .list();
    }

    /// The newest first; the cursor is the id of the last one.
    Page<Replay> newest(@Nullable String cursor, int limit) {
        List<Replay> found =
                database.sql(
                                """
                                select * from replay where :cursor = '' or (created_at, id) <
                                    (select created_at, id from replay where id = :cursor)
                                order by created_at desc, id desc limit :limit
                                """)
                        .param("cursor", cursor == null ? "" : cursor)
                        .param("limit", limit + 1)
                        .query(this::replay)
                        .list();
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, limit), found.get(limit - 1).replayId());
    }

    /// @return false when it was in none of these states
    boolean move(String id, Replay.State to, @Nullable Instant endedAt, Replay.State... from) {
        return database.sql(
                                "update replay set state = :to, ended_at = :ended where id = :id and state in (:from)")
                        .param("to", to.name())
                        .param("ended", millis(endedAt))
                        .param("id", id)
                        .param("from", Arrays.stream(from).map(Enum::name).toList())
                        .update()
                == 1;
    }

    void progress(String id, Map<String, String> told, long done, long skipped) {
        database.sql("update replay set cursor = ?, done = ?, skipped = ? where id = ?")
                .params(codec.mapper().writeValueAsString(told), done, skipped, id)
                .update();
    }

    private Replay replay(ResultSet row, int index) throws SQLException {
        return new Replay(
                row.getString("id"),
                row.getString("target_group"),
                row.getString("target_client"),
                instant(row, "from_time"),
                Instant.ofEpochMilli(row.getLong("to_time")),
                row.getString("event_type"),
                row.getString("subject"),
                row.getString("correlation_id"),
                new BigDecimal(row.getString("speed")),
                Replay.State.valueOf(row.getString("state")),
                row.getLong("total"),
                row.getLong("done"),
                row.getLong("skipped"),
                told(row.getString("cursor")),
                row.getString("actor"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                instant(row, "ended_at"));
    }

    private Map<String, String> told(String json) {
        Map<String, String> told = new HashMap<>();
        codec.mapper()
                .readTree(json)
                .properties()
                .forEach(place -> told.put(place.getKey(), place.getValue().asString()));
        return told;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
