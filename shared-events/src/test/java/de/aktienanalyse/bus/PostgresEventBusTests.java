package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The promises of the bus on PostgreSQL, where transactions run side by side.
class PostgresEventBusTests extends EventBusContract {
    private static final AtomicInteger databases = new AtomicInteger();

    private static TestRedis redis;
    private static TestPostgres postgres;

    private String database = "";
    private BusNode node;

    @BeforeAll
    static void startServers() {
        assumeTrue(TestPostgres.isInstalled(), "PostgreSQL is not installed");
        redis = TestRedis.start();
        postgres = TestPostgres.start();
    }

    @AfterAll
    static void stopServers() {
        if (postgres != null) {
            postgres.close();
            redis.close();
        }
    }

    @BeforeEach
    void connect() {
        database = postgres.newDatabase("depot" + databases.incrementAndGet());
        node = node("verwaltung-1");
        node.redis.open();
        node.redis.sync().flushall();
    }

    @AfterEach
    void disconnect() {
        node.close();
    }

    private BusNode node(String instance) {
        return new BusNode("verwaltung", instance, redis.url(), database, Clock.systemUTC());
    }

    @Override
    EventBus bus() {
        return node.bus;
    }

    @Override
    void start() {
        node.start();
    }

    @Override
    void deliverAgain(EventEnvelope<? extends Event> envelope) {
        node.deliverAgain(envelope);
    }

    @Override
    int deadLetters() {
        return node.jdbc.sql("select count(*) from bus_dead_letter").query(Integer.class).single();
    }

    @Test
    void anInstanceThatStopsWithinATransactionLosesItAndIsReplaced() throws Exception {
        node.ownership.wants("work");
        node.ownership.renew();
        assertThat(node.ownership.owns("work")).isTrue();
        try (BusNode other = node("verwaltung-2")) {
            other.ownership.wants("work");

            assertThatThrownBy(() ->
                            node.transactions.within(() -> {
                                node.ownership.check("work");
                                node.jdbc
                                        .sql(
                                                "insert into bus_inbox values ('a.first', '', 'late', 0)")
                                        .update();
                                // Stopped here: the other one waits for the lock, and the server
                                // ends the
                                // session.
                                await().atMost(Duration.ofSeconds(20))
                                        .ignoreExceptions()
                                        .until(() -> {
                                            other.ownership.renew();
                                            return other.ownership.owns("work");
                                        });
                                return null;
                            }))
                    .isInstanceOf(RuntimeException.class);

            assertThat(
                            other.jdbc
                                    .sql("select count(*) from bus_inbox where event_id = 'late'")
                                    .query(Integer.class)
                                    .single())
                    .isZero();
        }
    }
}
