package de.aktienanalyse.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.aktienanalyse.analyse.accuracy.Calibration;
import de.aktienanalyse.bus.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The service as it is started, on a real Redis.
class AktienanalyseApplicationTests {
    private static TestRedis redis;

    @TempDir Path folder;

    @BeforeAll
    static void startRedis() {
        redis = TestRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    private ConfigurableApplicationContext start(String... settings) {
        String[] args = new String[settings.length + 4];
        System.arraycopy(settings, 0, args, 0, settings.length);
        args[settings.length] = "--server.port=0";
        args[settings.length + 1] = "--aktien.bus.redis-url=" + redis.url();
        args[settings.length + 2] = "--AKTIEN_DATA_DIR=" + folder;
        args[settings.length + 3] = "--aktien.market-data.history-from=2007-01-03";
        return SpringApplication.run(AktienanalyseApplication.class, args);
    }

    private static int count(ConfigurableApplicationContext service, String sql) {
        return service.getBean(JdbcClient.class).sql(sql).query(Integer.class).single();
    }

    @Test
    void barsOfTheReplayGoOverTheBusAndComeBackAsScores() {
        try (ConfigurableApplicationContext service = start("--AKTIEN_FEED_SPEED=20")) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            count(
                                            service,
                                            "select count(*) from newest_analysis where as_of >= '2008-01-08'")
                                    == 22);
            assertThat(service.getBean(Calibration.class).summary().verdicts()).isPositive();
        }
    }

    @Test
    void anUnknownFeedDoesNotStart() {
        assertThatThrownBy(() -> start("--AKTIEN_FEED=one-trading"))
                .rootCause()
                .hasMessage(
                        "AKTIEN_FEED is 'one-trading', but must be one of: replay, simulation, csv");
    }
}
