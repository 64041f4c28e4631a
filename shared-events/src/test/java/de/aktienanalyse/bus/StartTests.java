package de.aktienanalyse.bus;

import static de.aktienanalyse.bus.EventBusContract.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service that starts while Redis comes and goes.
class StartTests {
    @TempDir Path dir;

    @Test
    void itWaitsForARedisThatGoesAwayOnceMoreWhileItStarts() throws Exception {
        RedisProcess.assumeInstalled();
        try (RedisProcess redis = RedisProcess.start(dir.resolve("redis"));
                BusNode node =
                        new BusNode(
                                "verwaltung",
                                "verwaltung-1",
                                redis.url(),
                                dir.resolve("depot.db"))) {
            node.redis.open();
            redis.kill();
            Thread starting = Thread.ofPlatform().start(node.bus::start);
            await().until(() -> starting.getState() == Thread.State.TIMED_WAITING);

            redis.startAgain();

            assertThat(starting.join(Duration.ofSeconds(20))).isTrue();
            node.bus.publish(cancelled("o-1", "AAPL"));
            String stream = Keys.stream(Keys.partition("trading", Partitions.of("AAPL")));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> redis.call(commands -> commands.xlen(stream)) == 1);
        }
    }
}
