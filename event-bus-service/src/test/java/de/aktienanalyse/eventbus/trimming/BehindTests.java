package de.aktienanalyse.eventbus.trimming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import io.lettuce.core.Consumer;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A service that was away for longer than the streams wait for it.
class BehindTests {
    private static final String GROUP = "late.group";
    private static final List<String> heard = new CopyOnWriteArrayList<>();

    @TempDir Path directory;

    private final TestRedis redis = TestRedis.start();
    private ConfigurableApplicationContext service;
    private RedisLink link;
    private StreamTrimmer trimmer;
    private String partition = "";

    @EnableAutoConfiguration
    static class Late {
        @Bean
        Flow lateFlow() {
            return new Flow(GROUP)
                    .hears(Cancelled.class)
                    .quietly(event -> heard.add(event.data().orderId()));
        }
    }

    @BeforeEach
    void start() throws Exception {
        heard.clear();
        service = run(Class.forName("de.aktienanalyse.eventbus.EventBusApplication"), "journal");
        link = service.getBean(RedisLink.class);
        trimmer = service.getBean(StreamTrimmer.class);
    }

    @AfterEach
    void stop() {
        service.close();
        redis.close();
    }

    private ConfigurableApplicationContext run(Class<?> application, String name) {
        return new SpringApplicationBuilder(application)
                .run(
                        "--AKTIEN_DATA_DIR=" + directory,
                        "--AKTIEN_REDIS_URL=" + redis.url(),
                        "--AKTIEN_INSTANCE=" + name + "-1",
                        "--spring.application.name=" + name,
                        "--aktien.database=" + name + ".db",
                        "--server.port=0",
                        "--logging.level.root=warn");
    }

    private void say(int from, int to) {
        EventBus bus = service.getBean(EventBus.class);
        for (int i = from; i <= to; i++) {
            bus.publish(
                    new Cancelled(
                            "o-" + i,
                            "AAPL",
                            "by user",
                            BigDecimal.ONE,
                            Instant.now(),
                            null,
                            null,
                            null));
        }
        JdbcClient database = service.getBean(JdbcClient.class);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        database.sql(
                                                "select count(*) from journal where event_type = 'trading.order.cancelled'")
                                        .query(Integer.class)
                                        .single()
                                == to);
        partition =
                database.sql(
                                "select place from journal where event_type = 'trading.order.cancelled' limit 1")
                        .query(String.class)
                        .single();
    }

    /// The group exists and has taken some, of which the last ones are pending.
    private void stoodStill(int taken, int pending) {
        String key = Keys.stream(partition);
        link.sync()
                .xgroupCreate(
                        XReadArgs.StreamOffset.from(key, "0"),
                        GROUP,
                        XGroupCreateArgs.Builder.mkstream());
        List<String> ids = new ArrayList<>();
        link.sync()
                .xreadgroup(
                        Consumer.from(GROUP, "owner"),
                        XReadArgs.Builder.count(taken),
                        XReadArgs.StreamOffset.lastConsumed(key))
                .forEach(message -> ids.add(message.getId()));
        link.sync().xack(key, GROUP, ids.subList(0, taken - pending).toArray(String[]::new));
    }

    private static List<String> orders(int from, int to) {
        List<String> orders = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            orders.add("o-" + i);
        }
        return orders;
    }

    private StreamPosition newest() {
        return StreamPosition.of(
                link.sync().xinfoStream(Keys.stream(partition)).stream()
                        .filter(byte[].class::isInstance)
                        .map(bytes ->
                                new String((byte[]) bytes, java.nio.charset.StandardCharsets.UTF_8))
                        .filter(text -> text.matches("\\d{13}-\\d+"))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void aGroupThatLagsIsLeftBehindAndCatchesUpInOrderBeforeItReadsOn() {
        say(1, 100);
        stoodStill(10, 4);

        assertThat(trimmer.cutWithout(partition, newest().minus(19))).isEqualTo(80);

        assertThat(link.sync().hget(Keys.behind(GROUP), partition)).isNotNull();
        say(101, 103);
        // What was cut is not needed from the stream any more, so the next cut goes on.
        assertThat(trimmer.trim(partition, 5)).isZero();
        try (ConfigurableApplicationContext late = run(Late.class, "late")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> heard.size() == 97);
            assertThat(heard).isEqualTo(orders(7, 103));
            await().until(() -> link.sync().hlen(Keys.behind(GROUP)) == 0);
            await().until(() ->
                    link.sync().xpending(Keys.stream(partition), GROUP).getCount() == 0);
            say(104, 104);
            await().until(() -> heard.contains("o-104"));
        }
        assertThat(
                        service.getBean(JdbcClient.class)
                                .sql(
                                        "select json from journal where event_type = 'system.health.alert'")
                                .query((row, _) -> String.valueOf(row.getString(1)))
                                .list())
                .anyMatch(json -> json.contains("consumer_lag") && json.contains(GROUP));
    }

    @Test
    void aPendingEntryThatIsGoneFromTheStreamComesFromTheJournal() {
        say(1, 5);
        stoodStill(5, 3);
        link.sync().xtrim(Keys.stream(partition), 0);

        try (ConfigurableApplicationContext late = run(Late.class, "late")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> heard.size() == 3);
            assertThat(heard).isEqualTo(orders(3, 5));
            await().until(() ->
                    link.sync().xpending(Keys.stream(partition), GROUP).getCount() == 0);
        }
    }
}
