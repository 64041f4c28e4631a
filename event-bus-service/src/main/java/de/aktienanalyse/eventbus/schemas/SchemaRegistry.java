package de.aktienanalyse.eventbus.schemas;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// The schemas as rows, filled from those that are shipped. One that breaks what was shipped before
/// under the same version is told in the log and by the health page; the service starts all the
/// same, since a bus without a memory would be worse.
@Component("schemas")
class SchemaRegistry implements SmartInitializingSingleton, HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(SchemaRegistry.class);

    private final JdbcClient database;
    private final TransactionOperations transactions;
    private final EventCodec codec;
    private final Clock clock;

    SchemaRegistry(
            JdbcClient database,
            TransactionOperations transactions,
            EventCodec codec,
            Clock clock) {
        this.database = database;
        this.transactions = transactions;
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        transactions.executeWithoutResult(_ -> {
            EventTypes.all()
                    .forEach(type -> {
                        String name = EventTypes.nameOf(type);
                        register("event", name, resource("events/" + name + ".json"));
                    });
            CommandTypes.all()
                    .forEach(type -> {
                        String name = CommandTypes.nameOf(type);
                        register("command", name, resource("commands/" + name + ".json"));
                    });
        });
    }

    /// Within a transaction.
    void register(String kind, String type, String json) {
        Optional<SchemaVersion> newest = newest(type);
        if (newest.isPresent() && newest.get().json().equals(json)) {
            return;
        }
        List<Problem> breaks =
                newest.filter(older -> older.version().equals(EventEnvelope.VERSION))
                        .map(older ->
                                Compatibility.problems(
                                        codec.mapper().readTree(older.json()),
                                        codec.mapper().readTree(json)))
                        .orElse(List.of());
        if (!breaks.isEmpty()) {
            log.warn("The schema of {} breaks the one before: {}", type, breaks);
        }
        database.sql(
                        """
                        insert into schema_version (type, revision, kind, version, json, breaks, registered_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        type,
                        newest.map(SchemaVersion::revision).orElse(0) + 1,
                        kind,
                        EventEnvelope.VERSION,
                        json,
                        codec.mapper().writeValueAsString(breaks),
                        clock.millis())
                .update();
    }

    Optional<SchemaVersion> newest(String type) {
        return of(type).stream().findFirst();
    }

    /// The newest first.
    List<SchemaVersion> of(String type) {
        return database.sql("select * from schema_version where type = ? order by revision desc")
                .param(type)
                .query(this::version)
                .list();
    }

    /// By type, the newest of each first.
    List<SchemaVersion> all() {
        return database.sql("select * from schema_version order by type, revision desc")
                .query(this::version)
                .list();
    }

    @Override
    public Health health() {
        List<String> breaking =
                database.sql(
                                """
                                select type from schema_version s where breaks <> '[]' and revision =
                                    (select max(revision) from schema_version n where n.type = s.type) order by type
                                """)
                        .query((row, _) -> row.getString("type"))
                        .list();
        Health.Builder health = Health.up();
        return breaking.isEmpty()
                ? health.build()
                : health.withDetail("breaking", breaking).build();
    }

    private SchemaVersion version(ResultSet row, int index) throws SQLException {
        return new SchemaVersion(
                row.getString("type"),
                row.getString("kind"),
                row.getInt("revision"),
                row.getString("version"),
                row.getString("json"),
                List.of(codec.mapper().readValue(row.getString("breaks"), Problem[].class)),
                Instant.ofEpochMilli(row.getLong("registered_at")));
    }

    static String resource(String name) {
        try (InputStream in =
                SchemaRegistry.class.getClassLoader().getResourceAsStream("schemas/" + name)) {
            if (in == null) {
                throw new IllegalStateException("schemas/" + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
