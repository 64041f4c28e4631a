package de.aktienanalyse.verwaltung;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.Command.GetPortfolio;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/// As it is started: Boot, Flyway, the pool of one connection, a real Redis.
@DirtiesContext
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class VerwaltungServiceTests {
    @TempDir static Path dir;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("AKTIEN_DATA_DIR", dir::toString);
    }

    /// A bean, so that it ends after those that use it.
    @TestConfiguration
    static class Redis {
        @Bean(destroyMethod = "close")
        TestRedis testRedis() {
            return TestRedis.start();
        }

        @Bean
        DynamicPropertyRegistrar redisUrl(TestRedis redis) {
            return registry -> registry.add("AKTIEN_REDIS_URL", redis::url);
        }
    }

    @Autowired EventBus bus;
    @Autowired EventCodec codec;

    @Test
    void anOrderGoesThroughRedisToItsFillAndIntoTheDepot() throws Exception {
        bus.publish(Desk.barOf("AAPL", 1, "100", "100", "100", "100", null));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ask(new GetPortfolio(null)).status() == AnswerStatus.SUCCESS);

        Answered placed = ask(Desk.market(Side.BUY, "AAPL", "10"));
        assertThat(placed.status()).as(placed.result().text()).isEqualTo(AnswerStatus.SUCCESS);
        bus.publish(Desk.barOf("AAPL", 2, "101", "101", "101", "101", null));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    JsonNode depot =
                            codec.mapper().readTree(ask(new GetPortfolio(null)).result().text());
                    assertThat(depot.path("positions").path(0).path("quantity").decimalValue())
                            .isEqualByComparingTo("10");
                    assertThat(depot.path("cash").decimalValue()).isEqualByComparingTo("98987.99");
                });
    }

    private Answered ask(Command command) throws Exception {
        String id = UUID.randomUUID().toString();
        return bus.ask(
                        new CommandEnvelope<>(
                                CommandTypes.nameOf(command.getClass()),
                                id,
                                id,
                                "owner",
                                null,
                                null,
                                Instant.now(),
                                null,
                                null,
                                command))
                .get(20, TimeUnit.SECONDS);
    }
}
