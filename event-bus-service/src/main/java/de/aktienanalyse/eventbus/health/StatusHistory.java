package de.aktienanalyse.eventbus.health;

import de.aktienanalyse.commands.Page;
import de.aktienanalyse.events.InvalidEvent;
import de.aktienanalyse.events.SystemEvent.ServiceStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The status of each instance and how it came to be.
@Component
public class StatusHistory {
    private final JdbcClient database;

    public StatusHistory(JdbcClient database) {
        this.database = database;
    }

    /// @param silent whether it was offline without having said so
    public record Change(
            String instance, String service, ServiceStatus status, Instant at, boolean silent) {}

    void save(InstanceState state) {
        database.sql(
                        """
                        insert into service_instance (instance, service, status, since, silent)
                        values (:instance, :service, :status, :since, :silent)
                        on conflict (instance) do update set service = excluded.service,
                            status = excluded.status, since = excluded.since, silent = excluded.silent
                        """)
                .param("instance", state.instance())
                .param("service", state.service())
                .param("status", state.status().name())
                .param("since", state.since().toEpochMilli())
                .param("silent", state.silent() ? 1 : 0)
                .update();
        database.sql(
                        """
                        insert into service_change (instance, changed_at, service, status, silent)
                        values (:instance, :at, :service, :status, :silent)
                        on conflict (instance, changed_at) do nothing
                        """)
                .param("instance", state.instance())
                .param("at", state.since().toEpochMilli())
                .param("service", state.service())
                .param("status", state.status().name())
                .param("silent", state.silent() ? 1 : 0)
                .update();
    }

    List<InstanceState> current() {
        return database.sql("select instance, service, status, since, silent from service_instance")
                .query((row, _) ->
                        new InstanceState(
                                row.getString("instance"),
                                row.getString("service"),
                                ServiceStatus.valueOf(row.getString("status")),
                                Instant.ofEpochMilli(row.getLong("since")),
                                row.getInt("silent") == 1))
                .list();
    }

    /// Changes of a service's instances, the newest first.
    public List<Change> of(String service, int limit) {
        return database.sql(
                        """
                        select instance, service, status, changed_at, silent from service_change
                        where service = :service order by changed_at desc, instance limit :limit
                        """)
                .param("service", service)
                .param("limit", limit)
                .query(StatusHistory::change)
                .list();
    }

    /// The newest first; the cursor is `<milliseconds>.<instance>`.
    ///
    /// @param service null: of all services
    /// @throws InvalidEvent when the cursor is none
    Page<Change> find(
            @Nullable String service,
            @Nullable Instant from,
            @Nullable Instant to,
            int limit,
            @Nullable String cursor) {
        Cursor after = Cursor.parse(cursor);
        List<Change> found =
                database.sql(
                                """
                                select instance, service, status, changed_at, silent from service_change
                                where (:service = '' or service = :service) and changed_at >= :from and changed_at < :to
                                    and (changed_at < :afterTime or changed_at = :afterTime and instance > :afterInstance)
                                order by changed_at desc, instance limit :limit
                                """)
                        .param("service", service == null ? "" : service)
                        .param("from", from == null ? 0 : from.toEpochMilli())
                        .param("to", to == null ? Long.MAX_VALUE : to.toEpochMilli())
                        .param("afterTime", after.at())
                        .param("afterInstance", after.instance())
                        .param("limit", limit + 1)
                        .query(StatusHistory::change)
                        .list();
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        Change last = found.get(limit - 1);
        return new Page<>(
                found.subList(0, limit), last.at().toEpochMilli() + "." + last.instance());
    }

    private record Cursor(long at, String instance) {
        static Cursor parse(@Nullable String text) {
            if (text == null) {
                return new Cursor(Long.MAX_VALUE, "");
            }
            int dot = text.indexOf('.');
            try {
                return new Cursor(Long.parseLong(text, 0, dot, 10), text.substring(dot + 1));
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new InvalidEvent("cursor", "is no next_cursor of this list");
            }
        }
    }

    private static Change change(ResultSet row, int index) throws SQLException {
        return new Change(
                row.getString("instance"),
                row.getString("service"),
                ServiceStatus.valueOf(row.getString("status")),
                Instant.ofEpochMilli(row.getLong("changed_at")),
                row.getInt("silent") == 1);
    }

    void forget(String instance) {
        database.sql("delete from service_instance where instance = :instance")
                .param("instance", instance)
                .update();
    }

    void forgetBefore(Instant time) {
        database.sql("delete from service_change where changed_at < :time")
                .param("time", time.toEpochMilli())
                .update();
    }
}
