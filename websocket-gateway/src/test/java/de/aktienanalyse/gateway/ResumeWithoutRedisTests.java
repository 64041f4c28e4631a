package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/// What was missed cannot be read: that is said, in the end.
class ResumeWithoutRedisTests {

    @Test
    void whatCannotBeReadIsAGapAndTheClientHearsOn() {
        TestRedis redis = TestRedis.start();
        // Only the streams have it, the gateway comes later.
        try (RedisLink link = new RedisLink(redis.url())) {
            link.open();
            new StreamPublisher(link).say(3, SampleEvents.fill("missed"));
        }
        try (ConfigurableApplicationContext gateway = RedisGateway.start(redis.url(), "alone");
                BrowserClient client = BrowserClient.connect(RedisGateway.port(gateway))) {
            redis.close();
            client.send(
                    """
                    {"type":"subscription","event":"subscribe","data":
                     {"event_types":["trading.*"],"positions":["trading.3@0-0"]}}\
                    """);
            client.next("subscription.confirmed");

            // It is tried for twelve seconds.
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !client.texts.isEmpty());
            assertThat(client.next("gap").at("/data/reason").asString()).isEqualTo("unavailable");
            assertThat(client.untilPong()).isEmpty();
        }
    }
}
