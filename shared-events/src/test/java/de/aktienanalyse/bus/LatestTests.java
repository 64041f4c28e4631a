package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Nobody repeats a `LATEST` value that was said while a watcher's link was away: it reads what the
/// bus keeps.
class LatestTests {
    private static final Instant NOON = Instant.parse("2025-01-25T12:00:00Z");

    @RegisterExtension static final CleanRedis redis = new CleanRedis();

    @TempDir Path dir;

    private final EventCodec codec = new EventCodec();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final List<String> undecoded = new CopyOnWriteArrayList<>();
    private BusNode node;
    private RedisClient client;
    private StatefulRedisConnection<String, byte[]> foreign;

    @BeforeEach
    void connect() {
        client = RedisClient.create(redis.url());
        foreign = client.connect(RedisLink.CODEC);
        node = new BusNode("verwaltung", "verwaltung-1", redis.url(), dir.resolve("depot.db"));
        node.bus.watch(
                PriceUpdated.class,
                price -> heard.add(price.data().symbol() + " " + price.data().price()));
        node.bus.watchAll(
                new EventBus.RawWatcher() {
                    @Override
                    public void on(RawEvent raw) {
                        // Only what the bus keeps is of interest here.
                    }

                    @Override
                    public void current(List<RawEvent> kept) {
                        undecoded.add(
                                kept.stream()
                                        .map(raw -> raw.channel().replaceAll(".*\\.", ""))
                                        .sorted()
                                        .collect(Collectors.joining(" ")));
                    }
                });
    }

    @AfterEach
    void disconnect() {
        node.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void whatWasSaidWhileTheLinkWasCutIsToldWithoutAFurtherPublish() {
        node.start();
        say(1, "AAPL", "1");
        say(1, "MSFT", "1");
        await().until(() -> heard.size() == 2);

        cutThenSay(2, "AAPL", "2");

        await().until(() -> heard.size() == 3);
        await().until(() -> undecoded.contains("AAPL MSFT"));
        say(3, "MSFT", "3");
        await().until(() -> heard.size() == 4);
        assertThat(heard).containsExactly("AAPL 1", "MSFT 1", "AAPL 2", "MSFT 3");
    }

    @Test
    void whatWasSaidBeforeAWatcherCameIsTold() {
        say(1, "AAPL", "1");
        node.start();
        await().until(() -> heard.equals(List.of("AAPL 1")));
    }

    @Test
    void anOlderValueDoesNotComeBehindANewerOneNorTheSameTwice() {
        node.start();
        say(2, "AAPL", "2");
        say(2, "AAPL", "2");
        say(1, "AAPL", "1");
        say(10, "AAPL", "10");
        await().until(() -> heard.contains("AAPL 10"));
        assertThat(heard).containsExactly("AAPL 2", "AAPL 10");
    }

    @Test
    void whatWasLeftOutForAWatcherThatIsTooSlowIsToldOnceItHasTime() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        node.bus.watch(PriceUpdated.class, _ -> busy.await());
        node.start();
        int more = 10_100;
        for (int i = 0; i < more; i++) {
            byte[] json = json(i, "S" + i, "1");
            foreign.async().hset(Keys.latest("market"), channel("S" + i), json);
            foreign.async().publish(channel("S" + i), json);
        }
        await().until(() -> node.count("aktien_bus_shed") > 0);
        foreign.sync().ping();

        busy.countDown();

        await().atMost(Duration.ofSeconds(20)).until(() -> heard.size() == more);
        assertThat(heard).doesNotHaveDuplicates();
    }

    @Test
    void whoeverIsBackFirstAfterRedisWasAwayTheNewestIsTold() {
        node.start();
        say(1, "AAPL", "1");
        await().until(() -> heard.size() == 1);
        foreign.close();
        redis.replace();
        foreign = client.connect(RedisLink.CODEC);

        say(2, "AAPL", "2");

        await().until(() -> heard.equals(List.of("AAPL 1", "AAPL 2")));
    }

    /// As the bus's own script does.
    private void say(long counter, String symbol, String price) {
        keep(foreign.sync(), counter, symbol, price);
        foreign.sync().publish(channel(symbol), json(counter, symbol, price));
    }

    /// In one step, so that the link cannot be back in between.
    private void cutThenSay(long counter, String symbol, String price) {
        RedisCommands<String, byte[]> commands = foreign.sync();
        commands.multi();
        commands.clientKill(KillArgs.Builder.typePubsub());
        keep(commands, counter, symbol, price);
        commands.publish(channel(symbol), json(counter, symbol, price));
        assertThat(commands.exec().<Long>get(2)).as("hearers of the publish").isZero();
    }

    private void keep(
            RedisCommands<String, byte[]> commands, long counter, String symbol, String price) {
        commands.hset(Keys.latest("market"), Map.of(channel(symbol), json(counter, symbol, price)));
    }

    private static String channel(String symbol) {
        return "market.data.realtime." + symbol;
    }

    private byte[] json(long counter, String symbol, String price) {
        Envelopes envelopes =
                new Envelopes("feed", Clock.fixed(NOON, ZoneOffset.UTC), new Random(1));
        EventEnvelope<?> envelope = envelopes.of(EventBusContract.price(symbol, price), Cause.NONE);
        String text = new String(codec.encode(envelope), StandardCharsets.UTF_8);
        String position = ",\"position\":\"latest@" + NOON.toEpochMilli() + "-" + counter + "\"}";
        return (text.substring(0, text.length() - 1) + position).getBytes(StandardCharsets.UTF_8);
    }
}
