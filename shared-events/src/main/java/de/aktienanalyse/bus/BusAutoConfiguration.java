package de.aktienanalyse.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.propagation.Propagator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires the bus and starts the flows.
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
        })
@ConditionalOnMissingBean(EventBus.class)
@EnableConfigurationProperties(BusProperties.class)
public class BusAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    @ConditionalOnMissingBean
    RandomGenerator random() {
        return new java.security.SecureRandom();
    }

    @Bean
    @ConditionalOnMissingBean
    EventCodec eventCodec() {
        return new EventCodec();
    }

    @Bean
    @ConditionalOnMissingBean
    RedisLink redisLink(BusProperties properties) {
        String ca = properties.redisCa();
        return new RedisLink(
                redisUrl(properties),
                ca == null || ca.isBlank() ? null : Path.of(ca),
                LinkOptions.TIMEOUT);
    }

    @Bean
    BusMetrics busMetrics(MeterRegistry registry) {
        return new BusMetrics(registry);
    }

    @Bean
    BusParts busParts(
            RedisLink redis,
            EventCodec codec,
            Clock clock,
            RandomGenerator random,
            BusMetrics metrics,
            Traces traces) {
        return new BusParts(
                redis,
                codec,
                clock,
                random,
                metrics,
                Executors.newSingleThreadExecutor(Thread.ofVirtual().name("say").factory()),
                traces);
    }

    /// Spans cost a little for each event: they are made only where somebody collects them.
    @Bean
    Traces traces(
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<Propagator> spans,
            @Value("${" + Traces.COLLECTOR + ":}") String collector,
            Clock clock) {
        if (collector.isBlank()) {
            return new Traces(ObservationRegistry.NOOP, clock);
        }
        return new Traces(
                observations.getIfAvailable(() -> ObservationRegistry.NOOP),
                clock,
                spans.getIfAvailable(() -> Propagator.NOOP));
    }

    @Bean
    RedisEventBus eventBus(
            BusProperties properties, BusParts parts, ObjectProvider<RedisEventBus.Memory> memory) {
        return new RedisEventBus(
                properties.service(), instanceOf(properties), parts, memory.getIfAvailable());
    }

    @Bean
    Heartbeat heartbeat(
            RedisEventBus bus,
            BusProperties properties,
            BusMetrics metrics,
            RedisLink redis,
            Clock clock) {
        return new Heartbeat(bus, properties, metrics, redis, clock);
    }

    @Bean
    BusLifecycle busLifecycle(
            RedisEventBus bus,
            RedisLink redis,
            ObjectProvider<Flow> flows,
            Heartbeat heartbeat,
            ObjectProvider<Housekeeping> housekeeping,
            BusProperties properties) {
        return new BusLifecycle(
                bus,
                redis,
                flows.orderedStream().toList(),
                heartbeat,
                housekeeping.getIfAvailable(),
                properties);
    }

    @Bean
    @ConditionalOnExpression("!'${aktien.bus.pulse:}'.isEmpty()")
    Pulse pulse(@Value("${aktien.bus.pulse}") Path file, Clock clock) {
        return new Pulse(file, clock);
    }

    @Bean
    HealthIndicator busHealthIndicator(RedisLink redis) {
        return () ->
                redis.isOpen()
                        ? Health.up().build()
                        : Health.down().withDetail("redis", "not connected").build();
    }

    static String instanceOf(BusProperties properties) {
        String instance = properties.instance();
        return instance == null ? properties.service() + "-1" : instance;
    }

    /// `./suite` writes the URL of its own Redis into files that only the owner can read: one for
    /// each service, with that service's rights.
    private static String redisUrl(BusProperties properties) {
        String url = properties.redisUrl();
        if (url != null && !url.isBlank()) {
            return url;
        }
        Path file = Path.of(properties.dataDir(), "redis-urls", properties.service());
        if (!Files.exists(file)) {
            file = Path.of(properties.dataDir(), "redis-url");
        }
        if (!Files.exists(file)) {
            return "redis://127.0.0.1:6379";
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JdbcTemplate.class)
    @ConditionalOnBean(DataSource.class)
    static class WithDatabase {

        @Bean
        @ConditionalOnMissingBean
        Transactions transactions(PlatformTransactionManager manager) {
            TransactionTemplate template = new TransactionTemplate(manager);
            return new Transactions() {
                @Override
                public <T extends @Nullable Object> T within(Callable<T> work) throws Exception {
                    return inTransaction(template, work);
                }
            };
        }

        @Bean
        RedisEventBus.Memory busMemory(
                DataSource dataSource,
                Transactions transactions,
                RedisLink redis,
                BusMetrics metrics,
                BusProperties properties,
                Clock clock) {
            JdbcTemplate template = new JdbcTemplate(dataSource);
            JdbcClient jdbc = JdbcClient.create(template);
            Outbox outbox = new Outbox(template, clock);
            Ownership ownership =
                    new Ownership(
                            jdbc,
                            transactions,
                            clock,
                            instanceOf(properties),
                            Fencing.of(dataSource));
            Relay relay = new Relay(redis, outbox, transactions, ownership, clock, metrics);
            return new RedisEventBus.Memory(
                    outbox,
                    new Marks(jdbc, clock),
                    ownership,
                    transactions,
                    relay,
                    JobRules.STANDARD.with(properties.workers()));
        }

        @Bean
        Housekeeping housekeeping(
                RedisEventBus.Memory memory, BusProperties properties, Clock clock) {
            return new Housekeeping(
                    memory.outbox(),
                    memory.marks(),
                    memory.transactions(),
                    clock,
                    properties.outboxRetention());
        }

        @SuppressWarnings(
                "NullAway") // The template passes on what the work returns, null included.
        private static <T extends @Nullable Object> T inTransaction(
                TransactionTemplate template, Callable<T> work) throws Exception {
            try {
                return template.execute(_ -> {
                    try {
                        return work.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new Checked(e);
                    }
                });
            } catch (Checked checked) {
                throw checked.exception;
            }
        }

        /// Carries a checked exception through the template, which rolls back for it.
        private static final class Checked extends RuntimeException {
            private static final long serialVersionUID = 1;
            private final Exception exception;

            Checked(Exception exception) {
                super(exception);
                this.exception = exception;
            }
        }
    }
}
