package de.aktienanalyse.bus;

import com.zaxxer.hikari.HikariDataSource;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.sqlite.SqlitePool;
import io.lettuce.core.Range;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A service's end of the bus, with a real SQLite file and without Spring, so that a test can have
/// several, end one and start another on the same file.
final class BusNode implements AutoCloseable {
    private final HikariDataSource source;
    final JdbcClient jdbc;
    final Transactions transactions;
    final RedisEventBus bus;
    final RedisLink redis;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Outbox outbox;
    final Ownership ownership;

    BusNode(String service, String instance, String redisUrl, Path database) {
        this(service, instance, redisUrl, database, Clock.systemUTC());
    }

    BusNode(String service, String instance, String redisUrl, Path database, Clock clock) {
        this(service, instance, new RedisLink(redisUrl), database, clock);
    }

    BusNode(String service, String instance, RedisLink redis, Path database, Clock clock) {
        this(service, instance, redis, database, clock, Traces.none());
    }

    BusNode(
            String service,
            String instance,
            RedisLink redis,
            Path database,
            Clock clock,
            Traces traces) {
        this(service, instance, redis, database, clock, traces, JobRules.STANDARD);
    }

    BusNode(
            String service,
            String instance,
            RedisLink redis,
            Path database,
            Clock clock,
            Traces traces,
            JobRules rules) {
        this(service, instance, redis, SqlitePool.open(database), "sqlite", clock, traces, rules);
    }

    /// On a database of PostgreSQL.
    BusNode(String service, String instance, String redisUrl, String jdbcUrl, Clock clock) {
        this(
                service,
                instance,
                new RedisLink(redisUrl),
                postgres(jdbcUrl),
                "postgresql",
                clock,
                Traces.none(),
                JobRules.STANDARD);
    }

    /// @param database file of SQLite, or address of a database of PostgreSQL
    static BusNode on(
            String database,
            String service,
            String instance,
            String redisUrl,
            Clock clock,
            JobRules rules) {
        boolean file = !database.startsWith("jdbc:");
        return new BusNode(
                service,
                instance,
                new RedisLink(redisUrl),
                file ? SqlitePool.open(Path.of(database)) : postgres(database),
                file ? "sqlite" : "postgresql",
                clock,
                Traces.none(),
                rules);
    }

    private BusNode(
            String service,
            String instance,
            RedisLink redis,
            HikariDataSource source,
            String vendor,
            Clock clock,
            Traces traces,
            JobRules rules) {
        this.source = source;
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/" + vendor)
                .load()
                .migrate();
        JdbcTemplate template = new JdbcTemplate(source);
        jdbc = JdbcClient.create(template);
        transactions =
                new Templated(new TransactionTemplate(new DataSourceTransactionManager(source)));
        this.redis = redis;
        BusMetrics metrics = new BusMetrics(meters);
        outbox = new Outbox(template, clock);
        ownership = new Ownership(jdbc, transactions, clock, instance, Fencing.of(source));
        Relay relay = new Relay(redis, outbox, transactions, ownership, clock, metrics);
        bus =
                new RedisEventBus(
                        service,
                        instance,
                        new BusParts(
                                redis,
                                new EventCodec(),
                                clock,
                                new SecureRandom(),
                                metrics,
                                Executors.newSingleThreadExecutor(),
                                traces),
                        new RedisEventBus.Memory(
                                outbox,
                                new Marks(jdbc, clock),
                                ownership,
                                transactions,
                                relay,
                                rules));
    }

    private static HikariDataSource postgres(String jdbcUrl) {
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(jdbcUrl);
        source.setMaximumPoolSize(6);
        return source;
    }

    /// Puts an event into its stream again, as after a crash of its publisher.
    void deliverAgain(EventEnvelope<? extends Event> envelope) {
        String position = String.valueOf(envelope.position());
        String partition = position.substring(0, position.indexOf('@'));
        String id = position.substring(position.indexOf('@') + 1);
        byte[] json =
                redis.sync()
                        .xrange(Keys.stream(partition), Range.create(id, id))
                        .getFirst()
                        .getBody()
                        .get(Keys.EVENT_FIELD);
        redis.sync().xadd(Keys.stream(partition), Map.of(Keys.EVENT_FIELD, json));
    }

    void start() {
        redis.open();
        bus.start();
    }

    double count(String counter) {
        return meters.find(counter).counters().stream().mapToDouble(found -> found.count()).sum();
    }

    /// Ends without a farewell, as kill -9 does: claims stay until their lease ends.
    void crash() {
        redis.close();
    }

    @Override
    public void close() {
        bus.stop();
        redis.close();
        source.close();
    }

    private record Templated(TransactionTemplate template) implements Transactions {
        @Override
        @SuppressWarnings(
                "NullAway") // The template passes on what the work returns, null included.
        public <T extends @Nullable Object> T within(Callable<T> work) {
            return template.execute(_ -> {
                try {
                    return work.call();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }
}
