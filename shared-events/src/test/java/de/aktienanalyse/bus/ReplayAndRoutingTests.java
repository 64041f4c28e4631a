package de.aktienanalyse.bus;

import static de.aktienanalyse.bus.EventBusContract.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.OrderEvent.Expired;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Who gets an event, and who gets it again.
class ReplayAndRoutingTests {
    private static final String GROUP = "a.first";
    private static final String NEWS = "b.notifications";

    @RegisterExtension static final CleanRedis redis = new CleanRedis();

    @TempDir Path dir;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final List<String> followed = new CopyOnWriteArrayList<>();
    private BusNode node;
    private volatile int failures;

    @BeforeEach
    void connect() {
        node = new BusNode("verwaltung", "verwaltung-1", redis.url(), dir.resolve("depot.db"));
        node.redis.open();
        new Flow(GROUP)
                .hears(Cancelled.class)
                .says(Expired.class)
                .by(event -> {
                    if (failures > 0) {
                        failures--;
                        throw new IllegalStateException("not yet");
                    }
                    heard.add(event.replay() + " " + event.data().orderId());
                    return List.of(
                            new Expired(
                                    event.data().orderId(),
                                    "AAPL",
                                    null,
                                    Instant.now(),
                                    null,
                                    null,
                                    null));
                })
                .register(node.bus);
        new Flow(NEWS)
                .hears(Cancelled.class)
                .refusingReplays()
                .quietly(event -> news.add(event.data().orderId()))
                .hears(Expired.class)
                .refusingReplays()
                .quietly(event -> followed.add(event.data().orderId()))
                .register(node.bus);
        node.start();
    }

    @AfterEach
    void disconnect() {
        node.close();
    }

    private void said(String... orders) {
        for (String order : orders) {
            node.bus.publish(cancelled(order, "AAPL"));
        }
        await().until(() -> heard.size() == orders.length && followed.size() == orders.length);
    }

    private void tellAgain(String group, String replay) {
        for (String json :
                node.jdbc
                        .sql(
                                "select payload from bus_outbox where channel like '%cancelled%' order by seq")
                        .query((row, _) -> String.valueOf(row.getString(1)))
                        .list()) {
            String marked =
                    json.substring(0, json.length() - 1) + ",\"replay\":\"" + replay + "\"}";
            node.redis
                    .sync()
                    .xadd(
                            Keys.replay(group),
                            Map.of(Keys.EVENT_FIELD, marked.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void aReplayReachesOneGroupInOrderOncePerReplay() {
        said("one", "two", "three");

        tellAgain(GROUP, "r-1");
        tellAgain(GROUP, "r-1");
        tellAgain(GROUP, "r-2");

        await().atMost(Duration.ofSeconds(20)).until(() -> heard.size() == 9);
        assertThat(heard.subList(3, 9))
                .containsExactly(
                        "r-1 one", "r-1 two", "r-1 three", "r-2 one", "r-2 two", "r-2 three");
        await().until(() -> node.redis.sync().xlen(Keys.replay(GROUP)) == 0);
        assertThat(news).containsExactly("one", "two", "three");
    }

    @Test
    void whoRefusesReplaysGetsNeitherThemNorWhatFollows() {
        said("one", "two");

        tellAgain(NEWS, "r-1");
        tellAgain(GROUP, "r-2");

        await().until(() -> node.count("aktien_bus_replay_refused") == 4);
        assertThat(news).containsExactly("one", "two");
        assertThat(followed).containsExactly("one", "two");
    }

    @Test
    void aReplayThatFailsIsTriedAgainAndAtLastADeadLetterThatHoldsBackNothingLive() {
        said("one", "two");
        failures = GroupReader.ATTEMPTS;

        tellAgain(GROUP, "r-1");

        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        node.jdbc
                                        .sql(
                                                "select count(*) from bus_dead_letter where replay = 'r-1'")
                                        .query(Integer.class)
                                        .single()
                                == 2);
        node.bus.publish(cancelled("live", "AAPL"));
        await().until(() -> heard.contains("null live"));
        node.redis
                .sync()
                .xadd(
                        Keys.operator("verwaltung"),
                        Map.of(
                                Keys.INSTRUCTION_FIELD,
                                "{\"id\":\"i-1\",\"action\":\"retry\",\"group\":\"a.first\"}"
                                        .getBytes(StandardCharsets.UTF_8)));
        await().until(() -> heard.size() == 5);
        assertThat(heard.subList(3, 5)).containsExactly("r-1 one", "r-1 two");
    }

    private void table(Map<String, String> fields) {
        node.redis.sync().del(Keys.ROUTING);
        fields.forEach((field, value) ->
                node.redis
                        .sync()
                        .hset(Keys.ROUTING, field, value.getBytes(StandardCharsets.UTF_8)));
        node.redis.sync().publish(Keys.ROUTING, new byte[0]);
    }

    private void sayUntil(String what, List<String> where) {
        int before = where.size();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    node.bus.publish(cancelled(what, "AAPL"));
                    return where.size() > before;
                });
    }

    @Test
    void theRoutingTableTakesAGroupOutAndPutsItInAgainAtRunTime() {
        said("one");
        table(
                Map.of(
                        "trading.order.cancel*", "[\"a.first\"]",
                        "trading.order.*", "[\"elsewhere\"]",
                        "@targets", "[\"a.first\",\"b.notifications\",\"elsewhere\"]"));
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    node.bus.publish(cancelled("unrouted", "AAPL"));
                    return node.count("aktien_bus_unrouted") > 0;
                });
        List<String> before = List.copyOf(news);
        node.bus.publish(cancelled("two", "AAPL"));
        await().until(() -> heard.contains("null two"));
        assertThat(news).isEqualTo(before);

        table(Map.of("trading.*", "[\"all_modules\"]", "@targets", "[\"b.notifications\"]"));

        sayUntil("again", news);
    }

    @Test
    void aBrokenTableRoutesEverything() {
        table(Map.of("trading.*", "[\"elsewhere\"]", "@targets", "[\"b.notifications\"]"));
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    node.bus.publish(cancelled("unrouted", "AAPL"));
                    return node.count("aktien_bus_unrouted") > 0;
                });

        table(Map.of("trading.*", "{not json", "@targets", "[\"b.notifications\"]"));

        sayUntil("again", news);
    }
}
