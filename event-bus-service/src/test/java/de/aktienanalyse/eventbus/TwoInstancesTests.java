package de.aktienanalyse.eventbus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The service twice, on one database.
class TwoInstancesTests {
    /// Which instance heard which foreign message.
    private static final Set<String> heard = ConcurrentHashMap.newKeySet();

    @TempDir Path directory;

    private final TestRedis redis = TestRedis.start();

    @Configuration(proxyBeanMethods = false)
    static class Ear {
        @Bean
        SmartInitializingSingleton ear(
                EventBus bus, @Value("${aktien.bus.instance}") String instance) {
            return () ->
                    bus.watchAll(message -> {
                        if (message.position() == null) {
                            heard.add(instance + " " + new String(message.json(), UTF_8));
                        }
                    });
        }
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private ConfigurableApplicationContext run(String instance) {
        return new SpringApplicationBuilder(EventBusApplication.class, Ear.class)
                .run(
                        "--AKTIEN_DATA_DIR=" + directory,
                        "--AKTIEN_REDIS_URL=" + redis.url(),
                        "--AKTIEN_INSTANCE=" + instance,
                        "--server.port=0",
                        "--logging.level.root=warn");
    }

    @Test
    void aForeignMessageWithoutAnIdIsOneEventAndAnotherInstanceTakesOver() {
        try (ConfigurableApplicationContext first = run("bus-1");
                ConfigurableApplicationContext second = run("bus-2")) {
            for (int i = 0; i < 5; i++) {
                publish(second, Samples.ANALYSIS.replace("\"event_id\": \"uuid-12345\",", ""));
            }
            String last = Samples.analysis("last");
            publish(second, last);
            await().until(() -> heard.containsAll(List.of("bus-1 " + last, "bus-2 " + last)));
            await().until(() -> adopted(second, "event_id = 'last'") == 1);

            // Takes what it has heard until then.
            first.close();
            AtomicInteger number = new AtomicInteger();
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> {
                        publish(second, Samples.analysis("after-" + number.incrementAndGet()));
                        return adopted(second, "event_id like 'after-%'") > 0;
                    });
            assertThat(adopted(second, "event_id not like 'after-%' and event_id <> 'last'"))
                    .isEqualTo(5);
        }
    }

    private static void publish(ConfigurableApplicationContext service, String event) {
        service.getBean(RedisLink.class).sync().publish(Samples.CHANNEL, Samples.bytes(event));
    }

    private static int adopted(ConfigurableApplicationContext service, String which) {
        return service.getBean(JdbcClient.class)
                .sql("select count(*) from adopted_event where " + which)
                .query(Integer.class)
                .single();
    }
}
