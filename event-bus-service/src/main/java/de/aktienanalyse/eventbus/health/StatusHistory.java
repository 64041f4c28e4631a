package de.aktienanalyse.eventbus.health;

import de.aktienanalyse.events.SystemEvent.ServiceStatus;
import java.time.Instant;
import java.util.List;
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
                .query((row, _) ->
                        new Change(
                                row.getString("instance"),
                                row.getString("service"),
                                ServiceStatus.valueOf(row.getString("status")),
                                Instant.ofEpochMilli(row.getLong("changed_at")),
                                row.getInt("silent") == 1))
                .list();
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
