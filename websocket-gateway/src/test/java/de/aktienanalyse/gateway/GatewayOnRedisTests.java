package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.gateway.channels.PlainChannels;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistrar;
import tools.jackson.databind.JsonNode;

/// The gateway as it runs, on a Redis.
@SpringBootTest(classes = GatewayApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(GatewayOnRedisTests.OwnRedis.class)
@ContextConfiguration(initializers = FreshData.class)
class GatewayOnRedisTests {
    @LocalServerPort int port;
    @Autowired EventBus bus;
    @Autowired RedisLink redis;

    @Value("${aktien.bus.redis-url}")
    String url;

    /// A Redis that lives as long as the gateway.
    @TestConfiguration(proxyBeanMethods = false)
    static class OwnRedis {
        @Bean
        TestRedis testRedis() {
            return TestRedis.start();
        }

        @Bean
        DynamicPropertyRegistrar redisUrl(TestRedis redis) {
            return registry -> registry.add("aktien.bus.redis-url", redis::url);
        }
    }

    @Test
    void pricesComeFromTheBusAndReadyMadeMessagesFromTheirChannel() {
        try (BrowserClient client =
                BrowserClient.connect(port).subscribe("market.price_update", "custom.*")) {
            bus.publish(SampleEvents.price("AAPL", "182.50"));
            assertThat(client.next("market.price_update").at("/data/symbol").asString())
                    .isEqualTo("AAPL");
            assertThat(client.lastText()).contains("182.50");

            redis.sync()
                    .publish(
                            PlainChannels.WEBSOCKET,
                            "{\"type\":\"custom\",\"event\":\"custom.x\",\"data\":{}}"
                                    .getBytes(StandardCharsets.UTF_8));
            client.next("custom.x");
        }
    }

    @Test
    void aPriceThatWasSaidWhileTheLinkWasCutComesWithoutAFurtherPublish() {
        RedisClient foreigner = RedisClient.create(url);
        try (StatefulRedisConnection<String, byte[]> other = foreigner.connect(RedisLink.CODEC);
                BrowserClient client =
                        BrowserClient.connect(port).subscribe("market.price_update")) {
            bus.publish(SampleEvents.price("MSFT", "1.00"));
            client.next("market.price_update");
            bus.publish(SampleEvents.price("CLOSE", "182.50"));
            client.next("market.price_update");

            // In one step, so that the link cannot be back in between.
            String channel = "market.data.realtime.CLOSE";
            byte[] last = newer(other.sync().hget(Keys.latest("market"), channel));
            other.sync().multi();
            other.sync().clientKill(KillArgs.Builder.typePubsub());
            other.sync().hset(Keys.latest("market"), channel, last);
            other.sync().publish(channel, last);
            assertThat(other.sync().exec().<Long>get(2)).as("who heard it").isZero();

            client.next("market.price_update");
            assertThat(client.lastText()).contains("CLOSE", "183.50");
            assertThat(client.untilPong()).as("MSFT is known").isEmpty();
            try (BrowserClient second = BrowserClient.connect(port)) {
                second.send(
                        """
                        {"type":"subscription","event":"subscribe",
                         "data":{"event_types":["market.price_update"],"symbols":["CLOSE"]}}\
                        """);
                second.next("subscription.confirmed");
                second.next("market.price_update");
                assertThat(second.lastText()).contains("183.50");
            }
        } finally {
            foreigner.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    /// The same envelope with the next price, as if its publisher had said that.
    private static byte[] newer(byte[] kept) {
        String text = new String(kept, StandardCharsets.UTF_8).replace("182.50", "183.50");
        int counter = text.lastIndexOf('-') + 1;
        return (text.substring(0, counter) + "9" + text.substring(counter))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aCommandWithoutAnOwnerEndsInATimeoutAndItsCopyIsTold() {
        List<String> copies = new CopyOnWriteArrayList<>();
        try (StatefulRedisPubSubConnection<String, byte[]> listener = redis.newPubSub();
                BrowserClient client = BrowserClient.connect(port)) {
            listener.addListener(
                    new RedisPubSubAdapter<>() {
                        @Override
                        public void message(String channel, byte[] message) {
                            copies.add(new String(message, StandardCharsets.UTF_8));
                        }
                    });
            listener.sync().subscribe(PlainChannels.USER_COMMANDS);
            client.send(
                    """
                    {"type":"user","event":"get_portfolio","correlation_id":"t-1","data":{},
                     "expires_at":"%s"}\
                    """
                            .formatted(Instant.now().plusSeconds(1)));

            JsonNode answer = client.next("get_portfolio.response");
            assertThat(answer.at("/data/result/code").asString()).isEqualTo("timeout");
            assertThat(answer.at("/data/result/message").asString())
                    .contains("may still take effect");
            await().until(() -> !copies.isEmpty());
            assertThat(copies.getFirst())
                    .contains("\"type\":\"user_command\"", "\"client_id\":\"" + client.id() + "\"");
        }
    }

    @Test
    void whoGivesAnOrderToAFullBusIsToldThatNothingWasStarted() throws Exception {
        Matcher used = Pattern.compile("used_memory:(\\d+)").matcher(redis.sync().info("memory"));
        assertThat(used.find()).isTrue();
        long limit = Long.parseLong(used.group(1)) * 10 / 9;
        redis.sync().configSet("maxmemory", Long.toString(limit));
        try (BrowserClient client = BrowserClient.connect(port)) {
            await().until(this::isFull);
            client.send(
                    """
                    {"type":"user","event":"place_order","correlation_id":"full-1",
                     "data":{"symbol":"AAPL","side":"buy","quantity":1}}\
                    """);

            JsonNode answer = client.next("place_order.response");
            assertThat(answer.path("correlation_id").asString()).isEqualTo("full-1");
            assertThat(answer.at("/data/result/code").asString()).isEqualTo("bus_full");
        } finally {
            redis.sync().configSet("maxmemory", "0");
        }
    }

    @Test
    void tokensInTurnCostAFewLookUpsHoweverOftenTheyAreNamed() {
        for (String token : List.of("turn-1", "turn-2")) {
            for (int i = 0; i < 200; i++) {
                redis.sync()
                        .zadd(
                                "aktienanalyse:gateway:asks:" + token,
                                System.currentTimeMillis(),
                                (token + i).getBytes(StandardCharsets.UTF_8));
            }
        }
        try (BrowserClient client = BrowserClient.connect(port)) {
            redis.sync().configResetstat();
            for (int i = 0; i < 10; i++) {
                client.send(
                        """
                        {"type":"subscription","event":"subscribe","data":
                         {"event_types":["analysis.*"],"snapshot":false,"resume_token":"turn-%d"}}\
                        """
                                .formatted(1 + i % 2));
            }
            client.untilPong();

            assertThat(calls("zadd") + calls("zrange") + calls("expire")).isBetween(1, 10);
        }
    }

    private int calls(String command) {
        Matcher calls =
                Pattern.compile("cmdstat_" + command + ":calls=(\\d+)")
                        .matcher(redis.sync().info("commandstats"));
        return calls.find() ? Integer.parseInt(calls.group(1)) : 0;
    }

    /// Nobody owns the command here: what is not refused at once is not answered in this time.
    private boolean isFull() throws Exception {
        Instant now = Instant.now();
        CompletableFuture<Answered> answer =
                bus.ask(
                        new CommandEnvelope<>(
                                "cancel_order",
                                "full-" + System.nanoTime(),
                                "full",
                                "owner",
                                null,
                                null,
                                now,
                                now.plusSeconds(1),
                                null,
                                new CancelOrder("o-1")));
        return answer.isDone() && answer.get().result().text().contains("bus_full");
    }
}
