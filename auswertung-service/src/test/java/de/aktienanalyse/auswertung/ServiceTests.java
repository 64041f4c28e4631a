package de.aktienanalyse.auswertung;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The service as it is started, on a real Redis.
@DirtiesContext
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ServiceTests {
    private static final TestRedis REDIS = TestRedis.start();

    @TempDir static Path data;

    @Autowired EventBus bus;
    @Autowired JdbcClient jdbc;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("aktien.bus.redis-url", REDIS::url);
        registry.add("AKTIEN_DATA_DIR", () -> data.toString());
    }

    /// A bean, so that it ends after the service, which would complain loudly about a Redis that is
    /// gone.
    @TestConfiguration
    static class Redis {
        @Bean(destroyMethod = "close")
        TestRedis redis() {
            return REDIS;
        }
    }

    @Test
    void whatIsBookedOnTheBusIsToldOnTheBus() {
        bus.publish(RunningAuswertung.deposit("f-1", 1, "1000.00"));
        bus.publish(RunningAuswertung.bar("ACME", 1, "10"));
        bus.publish(RunningAuswertung.buy("x-1", "ACME", 1, "10", "10", "1"));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(
                                        jdbc.sql(
                                                        "select count(*) from bus_outbox where channel ="
                                                                + " 'portfolio.performance.updated.depot-1'")
                                                .query(Integer.class)
                                                .single())
                                .isPositive());
        assertThat(jdbc.sql("select count(*) from fact").query(Integer.class).single())
                .isEqualTo(2);
    }
}
