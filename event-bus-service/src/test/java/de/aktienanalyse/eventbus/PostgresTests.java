package de.aktienanalyse.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestPostgres;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.commands.BusCommand.GetAnalytics;
import de.aktienanalyse.commands.BusCommand.GetJournal;
import de.aktienanalyse.commands.BusCommand.GetReplays;
import de.aktienanalyse.commands.BusCommand.GetRouting;
import de.aktienanalyse.commands.BusCommand.ReplayTarget;
import de.aktienanalyse.commands.BusCommand.StartReplay;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.eventbus.journal.EventJournal;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The service as it is started with the profile `postgresql`.
class PostgresTests {
    @TempDir Path data;

    @Test
    void aForeignEventIsAdoptedWrittenDownFoundAndReplayed() throws Exception {
        assumeThat(TestPostgres.isInstalled()).as("PostgreSQL is installed").isTrue();
        try (TestPostgres postgres = TestPostgres.start();
                TestRedis redis = TestRedis.start();
                ConfigurableApplicationContext service =
                        new SpringApplicationBuilder(EventBusApplication.class)
                                .profiles("postgresql")
                                .run(
                                        "--AKTIEN_DATA_DIR=" + data,
                                        "--AKTIEN_REDIS_URL=" + redis.url(),
                                        "--AKTIEN_DATABASE_URL=" + postgres.newDatabase("suite"),
                                        "--server.port=0",
                                        "--logging.level.root=warn")) {
            EventBus bus = service.getBean(EventBus.class);
            service.getBean(RedisLink.class)
                    .sync()
                    .publish(Samples.CHANNEL, Samples.bytes(Samples.analysis("postgres-1")));
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            service.getBean(EventJournal.class).byId("postgres-1").isPresent());

            Answered found =
                    ask(
                            bus,
                            new GetJournal(
                                    "stock.*", null, null, null, null, null, null, 10, null));
            assertThat(found.result().text()).contains("postgres-1", "185.50");
            Answered replayed =
                    ask(
                            bus,
                            new StartReplay(
                                    new ReplayTarget(null, "connection-1"),
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null));
            assertThat(replayed.status()).isEqualTo(AnswerStatus.SUCCESS);
            await().untilAsserted(() ->
                    assertThat(ask(bus, new GetReplays(null, null)).result().text())
                            .contains("\"state\":\"done\""));
            assertThat(ask(bus, new GetRouting()).status()).isEqualTo(AnswerStatus.SUCCESS);
            assertThat(ask(bus, new GetAnalytics(null, null)).status())
                    .isEqualTo(AnswerStatus.SUCCESS);
        }
    }

    private static Answered ask(EventBus bus, Command command) throws Exception {
        String id = "ask-" + System.nanoTime();
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
