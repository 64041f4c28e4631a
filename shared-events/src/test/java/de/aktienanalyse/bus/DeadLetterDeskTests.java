package de.aktienanalyse.bus;

import static de.aktienanalyse.bus.EventBusContract.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.events.OrderEvent.Cancelled;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What an operator can do about an event that a group could not take.
class DeadLetterDeskTests {
    private static final String GROUP = "a.first";

    @RegisterExtension static final CleanRedis redis = new CleanRedis();

    @TempDir Path dir;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Set<String> poison = ConcurrentHashMap.newKeySet();
    private BusNode node;

    @BeforeEach
    void connect() {
        node = new BusNode("verwaltung", "verwaltung-1", redis.url(), dir.resolve("depot.db"));
        node.redis.open();
        node.bus.react(
                GROUP,
                Cancelled.class,
                event -> {
                    if (poison.contains(event.data().orderId())) {
                        throw new IllegalStateException("no " + event.data().orderId());
                    }
                    heard.add(event.data().orderId());
                    return List.of();
                });
        node.start();
    }

    @AfterEach
    void disconnect() {
        node.close();
    }

    /// `one` has failed, `two` and `three` are parked behind it.
    private void stuck(String... alsoPoison) {
        poison.add("one");
        poison.addAll(List.of(alsoPoison));
        for (String order : List.of("one", "two", "three")) {
            node.bus.publish(cancelled(order, "AAPL"));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> rows() == 3);
    }

    private int rows() {
        return node.jdbc.sql("select count(*) from bus_dead_letter").query(Integer.class).single();
    }

    private String eventId(String orderId) {
        return node.jdbc
                .sql("select event_id from bus_dead_letter where payload like ?")
                .param("%\"" + orderId + "\"%")
                .query(String.class)
                .single();
    }

    private void tell(String id, String action, String eventId, String eventType) {
        String json =
                """
                {"id":"%s","action":"%s","group":"%s","event_id":%s,"event_type":%s,"reason":"by hand","actor":"owner"}
                """
                        .formatted(id, action, GROUP, quoted(eventId), quoted(eventType));
        node.redis
                .sync()
                .xadd(
                        Keys.operator("verwaltung"),
                        Map.of(Keys.INSTRUCTION_FIELD, json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String quoted(String value) {
        return value.isEmpty() ? "null" : "\"" + value + "\"";
    }

    private int attempts(String orderId) {
        return node.jdbc
                .sql("select attempts from bus_dead_letter where payload like ? and parked = 0")
                .param("%\"" + orderId + "\"%")
                .query(Integer.class)
                .optional()
                .orElse(-1);
    }

    private Map<String, byte[]> copies() {
        return node.redis.sync().hgetall(Keys.dead(GROUP));
    }

    @Test
    void aRetryRunsTheFailedOneThenTheParkedOnesThenLive() {
        stuck();
        poison.clear();

        tell("i-0", "explode", "", "");
        tell("i-1", "retry", eventId("one"), "");
        node.bus.publish(cancelled("four", "AAPL"));

        await().until(() -> heard.size() == 4);
        assertThat(heard).containsExactly("one", "two", "three", "four");
        assertThat(rows()).isZero();
        assertThat(node.count("aktien_bus_malformed")).isEqualTo(1);
    }

    @Test
    void aRetryThatFailsAgainIsCountedAndHoldsBackTheRest() {
        stuck("two");
        tell("i-1", "retry", "", "");
        await().until(() -> attempts("one") == GroupReader.ATTEMPTS + 1);
        // The same instruction again counts once.
        tell("i-1", "retry", "", "");
        await().until(() -> node.redis.sync().xlen(Keys.operator("verwaltung")) == 0);
        assertThat(attempts("one")).isEqualTo(GroupReader.ATTEMPTS + 1);
        poison.remove("one");

        tell("i-2", "retry", "", "trading.order.cancelled");

        await().until(() -> attempts("two") == 1);
        assertThat(heard).containsExactly("one");
        assertThat(rows()).isEqualTo(2);
        node.bus.publish(cancelled("four", "AAPL"));
        await().until(() -> rows() == 3);
    }

    @Test
    void whatIsDiscardedIsOnRecordAndHasNoEffectWhenItIsSaidAgain() {
        stuck();
        String one = eventId("one");
        poison.clear();

        tell("i-1", "discard", one, "");

        await().until(() -> heard.equals(List.of("two", "three")));
        assertThat(
                        node.jdbc
                                .sql(
                                        "select actor || ' ' || why from bus_discarded where event_id = ?")
                                .param(one)
                                .query(String.class)
                                .single())
                .isEqualTo("owner by hand");
        String stream = Keys.stream(Keys.partition("trading", Partitions.of("AAPL")));
        List<StreamMessage<String, byte[]>> entries =
                node.redis.sync().xrange(stream, Range.unbounded());
        node.redis.sync().xadd(stream, entries.getFirst().getBody());
        node.bus.publish(cancelled("four", "AAPL"));
        await().until(() -> heard.contains("four"));
        assertThat(heard).containsExactly("two", "three", "four");
    }

    @Test
    void allOfAGroupCanBeDiscarded() {
        stuck();
        poison.clear();

        tell("i-1", "discard", "", "");

        await().until(() -> rows() == 0);
        assertThat(heard).isEmpty();
    }

    @Test
    void theCopiesInRedisFollowTheRowsEvenAfterAWipe() {
        stuck();
        await().until(() -> copies().size() == 3);
        assertThat(new String(copies().get(eventId("one")), StandardCharsets.UTF_8))
                .contains(
                        "\"group\":\"a.first\"",
                        "\"event_type\":\"trading.order.cancelled\"",
                        "\"subject\":\"AAPL\"",
                        "no one",
                        "\"attempts\":5",
                        "\"parked\":false",
                        "\"service\":\"verwaltung\"",
                        "\"payload\":{\"event_type\"",
                        "\"remaining_quantity\":1.50");

        node.redis.sync().del(Keys.dead(GROUP));

        await().atMost(Duration.ofSeconds(15)).until(() -> copies().size() == 3);
        poison.clear();
        tell("i-1", "retry", "", "");
        await().until(() -> copies().isEmpty());
    }
}
