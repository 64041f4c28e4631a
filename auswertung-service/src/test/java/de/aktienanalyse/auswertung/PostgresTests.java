package de.aktienanalyse.auswertung;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.TestPostgres;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.Command.GenerateReport;
import de.aktienanalyse.commands.Command.GetReport;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The service as it is started with the profile `postgresql`.
class PostgresTests {
    @TempDir Path data;

    @Test
    void whatIsBookedBecomesFiguresAndAReport() throws Exception {
        assumeThat(TestPostgres.isInstalled()).as("PostgreSQL is installed").isTrue();
        try (TestPostgres postgres = TestPostgres.start();
                TestRedis redis = TestRedis.start();
                ConfigurableApplicationContext service =
                        new SpringApplicationBuilder(AuswertungApplication.class)
                                .profiles("postgresql")
                                .run(
                                        "--AKTIEN_DATA_DIR=" + data,
                                        "--AKTIEN_REDIS_URL=" + redis.url(),
                                        "--AKTIEN_DATABASE_URL=" + postgres.newDatabase("suite"),
                                        "--server.port=0",
                                        "--logging.level.root=warn")) {
            EventBus bus = service.getBean(EventBus.class);
            JdbcClient jdbc = service.getBean(JdbcClient.class);
            bus.publish(RunningAuswertung.deposit("f-1", 1, "1000.00"));
            bus.publish(RunningAuswertung.bar("ACME", 1, "10"));
            bus.publish(RunningAuswertung.buy("x-1", "ACME", 1, "10", "10", "1"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            count(
                                            jdbc,
                                            "bus_outbox where channel ="
                                                    + " 'portfolio.performance.updated.depot-1'")
                                    > 0);

            Answered made = ask(bus, new GenerateReport(null, null, null, null, null));
            String id = RunningAuswertung.result(made).get("report_id").asString();
            Answered got = ask(bus, new GetReport(id));

            assertThat(got.status()).isEqualTo(AnswerStatus.SUCCESS);
            assertThat(RunningAuswertung.result(got).get("content").asString())
                    .contains("2010-03-01,");
            assertThat(count(jdbc, "bus_job")).isZero();
            assertThat(
                            count(
                                    jdbc,
                                    "information_schema.tables where table_schema = 'auswertung'"
                                            + " and table_name = 'report'"))
                    .isEqualTo(1);
        }
    }

    private static int count(JdbcClient jdbc, String of) {
        return jdbc.sql("select count(*) from " + of).query(Integer.class).single();
    }

    private static Answered ask(EventBus bus, Command command) throws Exception {
        String id = "ask-" + CommandTypes.nameOf(command.getClass());
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
