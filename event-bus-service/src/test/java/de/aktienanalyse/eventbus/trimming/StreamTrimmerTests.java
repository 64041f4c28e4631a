package de.aktienanalyse.eventbus.trimming;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import io.lettuce.core.Consumer;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamTrimmerTests {
    private static final String PARTITION = "market.1";
    private static final String KEY = Keys.stream(PARTITION);

    private final TestRedis server = TestRedis.start();
    private final RedisLink redis = new RedisLink(server.url());
    private final StreamTrimmer trimmer = new StreamTrimmer(redis, new SimpleMeterRegistry());

    @BeforeEach
    void fill() {
        redis.open();
        for (int i = 1; i <= 100; i++) {
            redis.sync()
                    .xadd(
                            KEY,
                            new XAddArgs().id("1700000000000-" + i),
                            Map.of("event", bytes("{}")));
        }
        redis.sync()
                .hset(
                        Keys.meta(PARTITION),
                        Map.of("epoch", bytes("1700000000000"), "sequence", bytes("100")));
        redis.sync()
                .xgroupCreate(
                        XReadArgs.StreamOffset.from(KEY, "0"),
                        "fast",
                        XGroupCreateArgs.Builder.mkstream());
        redis.sync()
                .xgroupCreate(
                        XReadArgs.StreamOffset.from(KEY, "0"),
                        "slow",
                        XGroupCreateArgs.Builder.mkstream());
    }

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void take(String group, int entries, boolean acknowledge) {
        redis.sync()
                .xreadgroup(
                        Consumer.from(group, "owner"),
                        XReadArgs.Builder.count(entries),
                        XReadArgs.StreamOffset.lastConsumed(KEY))
                .forEach(message -> {
                    if (acknowledge) {
                        redis.sync().xack(KEY, group, message.getId());
                    }
                });
    }

    @Test
    void whatAGroupHasNotTakenStays() {
        take("fast", 100, true);
        take("slow", 30, true);

        assertThat(trimmer.trim(PARTITION, 10)).isEqualTo(30);
        assertThat(redis.sync().xlen(KEY)).isEqualTo(70);
    }

    @Test
    void whatIsPendingStays() {
        take("fast", 100, true);
        take("slow", 20, true);
        take("slow", 80, false);

        assertThat(trimmer.trim(PARTITION, 10)).isEqualTo(20);
    }

    @Test
    void theNewestStayForBrowsersToResume() {
        take("fast", 100, true);
        take("slow", 100, true);

        assertThat(trimmer.trim(PARTITION, 10)).isEqualTo(90);
        assertThat(redis.sync().xlen(KEY)).isEqualTo(10);
    }
}
