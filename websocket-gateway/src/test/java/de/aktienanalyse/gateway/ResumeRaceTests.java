package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// Nothing stands still while a client comes back.
class ResumeRaceTests {
    private static TestRedis redis;
    private static RedisLink link;
    private static StreamPublisher publisher;
    private static ConfigurableApplicationContext seasoned;

    @BeforeAll
    static void start() {
        redis = TestRedis.start();
        link = new RedisLink(redis.url());
        link.open();
        publisher = new StreamPublisher(link);
        seasoned = gateway("seasoned");
    }

    private static ConfigurableApplicationContext gateway(String instance) {
        return RedisGateway.start(
                redis.url(), instance, "aktien.gateway.outbound.close-timeout=200ms");
    }

    @AfterAll
    static void stop() {
        seasoned.close();
        link.close();
        redis.close();
    }

    /// Four times, to a gateway that has just started: it remembers nothing from before, so the
    /// streams must be read while they grow.
    @RepeatedTest(4)
    void whoComesBackToAFreshGatewayWhileMuchIsSaidGetsEachEventOnceAndInOrder(
            RepetitionInfo repetition) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Talk talk = new Talk(threads)) {
            List<List<String>> leavers = new ArrayList<>();
            try (BrowserClient leaver = RedisGateway.connect(seasoned)) {
                leaver.next("connection.established");
                leaver.subscribe("trading.*");
                for (int i = 0; i < 5; i++) {
                    leavers.add(positionsSoFar(leaver));
                    for (int heard = 0; heard < 20; heard++) {
                        leaver.next("trading.order_filled");
                    }
                }
            }
            try (ConfigurableApplicationContext fresh =
                    gateway("fresh-" + repetition.getCurrentRepetition())) {
                List<Future<?>> back = new ArrayList<>();
                for (List<String> positions : leavers) {
                    back.add(threads.submit(() -> comeBack(fresh, positions)));
                }
                for (Future<?> each : back) {
                    each.get();
                }
            }
        }
    }

    /// Says fill after fill, over four partitions, until it is closed.
    private static final class Talk implements AutoCloseable {
        private final Future<?> talking;
        private volatile boolean over;

        Talk(ExecutorService threads) {
            talking =
                    threads.submit(() -> {
                        for (int i = 0; !over; i++) {
                            publisher.say(i % 4, SampleEvents.fill("talk-" + i));
                            // A resume is of 20,000 at most.
                            LockSupport.parkNanos(500_000);
                        }
                    });
        }

        @Override
        public void close() throws Exception {
            over = true;
            talking.get();
        }
    }

    private static List<String> positionsSoFar(BrowserClient client) {
        client.send("{\"type\":\"ping\"}");
        JsonNode message;
        do {
            message = client.next();
        } while (!event(message).equals("pong"));
        return texts(message.at("/data/positions"));
    }

    private static void comeBack(ConfigurableApplicationContext gateway, List<String> positions) {
        Map<String, Long> last = new HashMap<>();
        positions.forEach(position -> last.put(partition(position), sequence(position)));
        try (BrowserClient client = RedisGateway.connect(gateway)) {
            client.next("connection.established");
            client.send(resume(positions));
            client.next("subscription.confirmed");
            int missed = 0;
            for (JsonNode told = client.next();
                    !event(told).equals("resumed");
                    told = client.next()) {
                isNext(told, last);
                missed++;
            }
            assertThat(missed).isGreaterThan(100);
            for (int live = 0; live < 100; live++) {
                isNext(client.next(), last);
            }
        }
    }

    /// Behind the one before of its partition nothing is left out.
    private static void isNext(JsonNode told, Map<String, Long> last) {
        assertThat(event(told)).isEqualTo("trading.order_filled");
        String position = told.path("position").asString();
        assertThat(sequence(position)).isEqualTo(last.merge(partition(position), 1L, Long::sum));
    }

    private static String partition(String position) {
        return position.substring(0, position.indexOf('@'));
    }

    private static long sequence(String position) {
        return Long.parseLong(position.substring(position.lastIndexOf('-') + 1));
    }

    private static String resume(List<String> positions) {
        return """
        {"type":"subscription","event":"subscribe","data":
         {"event_types":["trading.*"],"snapshot":false,"positions":["%s"]}}\
        """
                .formatted(String.join("\",\"", positions));
    }

    private static String event(JsonNode message) {
        return message.path("event").asString();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asString()));
        return texts;
    }
}
