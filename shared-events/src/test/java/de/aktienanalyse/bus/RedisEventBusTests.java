package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.SystemEvent.ErrorOccurred;
import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RedisEventBusTests extends EventBusContract {
    @RegisterExtension static final CleanRedis redis = new CleanRedis();

    @TempDir Path dir;

    private BusNode node;

    @BeforeEach
    void connect() {
        node = node("verwaltung-1");
        node.redis.open();
    }

    @AfterEach
    void disconnect() {
        node.close();
    }

    private BusNode node(String instance) {
        return new BusNode("verwaltung", instance, redis.url(), dir.resolve("depot.db"));
    }

    @Override
    EventBus bus() {
        return node.bus;
    }

    @Override
    void start() {
        node.start();
    }

    @Override
    void deliverAgain(EventEnvelope<? extends Event> envelope) {
        node.deliverAgain(envelope);
    }

    @Override
    int deadLetters() {
        return node.jdbc.sql("select count(*) from bus_dead_letter").query(Integer.class).single();
    }

    private List<String> stream(String symbol) {
        String partition = Keys.partition("trading", Partitions.of(symbol));
        List<String> texts = new ArrayList<>();
        for (StreamMessage<String, byte[]> entry :
                node.redis.sync().xrange(Keys.stream(partition), Range.unbounded())) {
            texts.add(new String(entry.getBody().get(Keys.EVENT_FIELD), StandardCharsets.UTF_8));
        }
        return texts;
    }

    @Test
    void theStreamKeepsTheTextWithEveryDigitAndThePosition() {
        start();
        node.bus.publish(cancelled("o-1", "AAPL"));

        await().until(() -> stream("AAPL").size() == 1);

        assertThat(stream("AAPL").getFirst())
                .contains("\"remaining_quantity\":1.50")
                .matches(".*,\"position\":\"trading\\.[0-3]@\\d{13}-1\"}");
    }

    @Test
    void whatRolledBackIsNotSaid() {
        start();
        try {
            node.transactions.within(() -> {
                node.bus.publish(cancelled("never", "AAPL"));
                throw new IllegalStateException("roll back");
            });
        } catch (Exception expected) {
            assertThat(expected).hasMessage("roll back");
        }
        node.bus.publish(cancelled("o-1", "AAPL"));

        await().until(() -> stream("AAPL").size() == 1);
        assertThat(stream("AAPL").getFirst()).contains("o-1");
    }

    @Test
    void aPublishThatWasNotConfirmedIsNotDoubled() {
        start();
        node.bus.publish(cancelled("o-1", "AAPL"));
        await().until(() -> stream("AAPL").size() == 1);
        node.bus.stop();
        // As if the process had died between the script and the note that it was carried out.
        node.jdbc.sql("update bus_outbox_head set confirmed = 0").update();
        node.close();

        node = node("verwaltung-1");
        start();
        node.bus.publish(cancelled("o-2", "AAPL"));

        await().until(() -> stream("AAPL").size() == 2);
        assertThat(stream("AAPL").get(1)).contains("o-2");
    }

    @Test
    void whatRedisLostIsSaidAgainAndHasNoSecondEffect() {
        List<String> heard = new CopyOnWriteArrayList<>();
        node.bus.react(
                "a.first",
                Cancelled.class,
                event -> {
                    heard.add(event.data().orderId() + " " + event.republished());
                    return List.of();
                });
        start();
        node.bus.publish(cancelled("o-1", "AAPL"));
        node.bus.publish(cancelled("o-2", "AAPL"));
        await().until(() -> heard.size() == 2);

        redis.replace();

        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> stream("AAPL").size() == 2);
        node.bus.publish(cancelled("o-3", "AAPL"));
        await().atMost(Duration.ofSeconds(20)).until(() -> heard.size() == 3);
        assertThat(heard).containsExactly("o-1 null", "o-2 null", "o-3 null");
        assertThat(stream("AAPL").subList(0, 2))
                .allMatch(text -> text.contains("\"republished\":true"));
    }

    @Test
    void anOlderLatestValueDoesNotTurnAPriceBack() {
        start();
        node.bus.publish(price("AAPL", "2"));
        await().until(() -> latest("AAPL").contains("\"price\":2"));
        EventEnvelope<Event> current =
                ((Decoded.Known)
                                new EventCodec()
                                        .decode(latest("AAPL").getBytes(StandardCharsets.UTF_8)))
                        .envelope();

        node.bus.adopt(
                new EventEnvelope<>(
                        current.eventType(),
                        "older",
                        current.timestamp().minusSeconds(60),
                        "feed",
                        "1.0",
                        price("AAPL", "1"),
                        current.routingKey(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        node.bus.publish(price("MSFT", "3"));

        await().until(() -> latest("MSFT").contains("\"price\":3"));
        assertThat(latest("AAPL")).contains("\"price\":2").contains("\"position\":\"latest@");
        // What was refused does not count as said.
        await().until(() -> latestCounted("OK") == 2);
        assertThat(latestCounted("REFUSED")).isPositive();
    }

    private double latestCounted(String verdict) {
        return node
                .meters
                .find("aktien_bus_latest")
                .tags("family", "market", "verdict", verdict)
                .counters()
                .stream()
                .mapToDouble(found -> found.count())
                .sum();
    }

    private String latest(String symbol) {
        byte[] value =
                node.redis.sync().hget(Keys.latest("market"), "market.data.realtime." + symbol);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    @Test
    void whatWasPendingWhenAServiceDiedIsFinishedByTheNextOne() {
        List<String> heard = new CopyOnWriteArrayList<>();
        node.bus.react(
                "a.first",
                Cancelled.class,
                _ -> {
                    node.crash();
                    throw new IllegalStateException("the process dies here");
                });
        start();
        node.bus.publish(cancelled("o-1", "AAPL"));
        await().atMost(Duration.ofSeconds(10)).until(() -> !node.redis.isOpen());
        node.bus.stop();

        node = node("verwaltung-1");
        node.bus.react(
                "a.first",
                Cancelled.class,
                event -> {
                    heard.add(event.data().orderId());
                    return List.of();
                });
        start();

        await().atMost(Duration.ofSeconds(15)).until(() -> heard.size() == 1);
    }

    @Test
    void twoInstancesShareTheWorkAndAStoppedOneIsReplaced() {
        List<String> heard = new CopyOnWriteArrayList<>();
        List<String> byOther = new CopyOnWriteArrayList<>();
        node.bus.react("a.first", Cancelled.class, event -> note(heard, event));
        start();
        try (BusNode other = node("verwaltung-2")) {
            other.bus.react(
                    "a.first",
                    Cancelled.class,
                    event -> {
                        byOther.add(event.data().orderId());
                        return note(heard, event);
                    });
            other.start();
            int published = publishUntil(() -> !byOther.isEmpty());
            await().atMost(Duration.ofSeconds(10)).until(() -> heard.size() == published);
            assertThat(heard).doesNotHaveDuplicates();
        }
        int before = heard.size();
        for (int i = 0; i < 8; i++) {
            node.bus.publish(cancelled("after-" + i, "S" + i));
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> heard.size() == before + 8);
    }

    private int publishUntil(Callable<Boolean> done) {
        int[] published = {0};
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    int next = published[0]++;
                    node.bus.publish(cancelled("o-" + next, "S" + next % 8));
                    return done.call();
                });
        return published[0];
    }

    private static List<Event> note(List<String> heard, EventEnvelope<Cancelled> event) {
        heard.add(event.data().orderId());
        return List.of();
    }

    @Test
    void theInboxStreamIsTakenInOrderAndAnEntryThatFailsComesAgain() {
        List<String> taken = new CopyOnWriteArrayList<>();
        node.bus.inbox((id, json) -> {
            String text = new String(json, StandardCharsets.UTF_8);
            taken.add(text);
            if (taken.size() == 1) {
                throw new IllegalStateException("not yet");
            }
        });
        start();

        node.redis.sync().xadd(Keys.INBOX, Map.of("event", "one".getBytes(StandardCharsets.UTF_8)));
        node.redis.sync().xadd(Keys.INBOX, Map.of("event", "two".getBytes(StandardCharsets.UTF_8)));

        await().until(() -> taken.equals(List.of("one", "one", "two")));
        await().until(() -> node.redis.sync().xlen(Keys.INBOX) == 0);
    }

    @Test
    void aDeadLetterIsToldToTheOwner() {
        List<String> told = new CopyOnWriteArrayList<>();
        node.bus.react(
                "a.first",
                Cancelled.class,
                _ -> {
                    throw new IllegalStateException("poison");
                });
        node.bus.watch(
                ErrorOccurred.class,
                event -> told.add(event.data().serviceName() + ": " + event.data().errorMessage()));
        start();
        node.bus.publish(cancelled("o-1", "AAPL"));

        await().atMost(Duration.ofSeconds(20)).until(() -> told.size() == 1);
        assertThat(told.getFirst())
                .startsWith("verwaltung: a.first could not take")
                .contains("poison");
    }

    @Test
    void anEntryThatNobodyHasAnyMoreIsToldToTheOwnerAndHoldsBackNothing() {
        String partition = Keys.partition("trading", Partitions.of("AAPL"));
        pendingAndGone(Keys.stream(partition), "a.first", "1-1");
        List<String> told = new CopyOnWriteArrayList<>();
        List<String> heard = new CopyOnWriteArrayList<>();
        node.bus.react("a.first", Cancelled.class, event -> note(heard, event));
        node.bus.watch(
                ErrorOccurred.class,
                event -> told.add(event.data().errorType() + ": " + event.data().errorMessage()));
        start();
        node.bus.publish(cancelled("o-1", "AAPL"));
        answerFromAnEmptyJournal();

        await().until(() -> heard.equals(List.of("o-1")));
        await().until(() -> told.size() == 1);
        assertThat(told.getFirst()).startsWith("lost: a.first never took " + partition + "@1-1, ");
        assertThat(node.count("aktien_bus_missing")).isEqualTo(1);
        await().until(() ->
                node.redis.sync().xpending(Keys.stream(partition), "a.first").getCount() == 0);
    }

    private void pendingAndGone(String stream, String group, String id) {
        node.redis
                .sync()
                .xadd(stream, new XAddArgs().id(id), Map.of(Keys.EVENT_FIELD, new byte[0]));
        node.redis.sync().xgroupCreate(XReadArgs.StreamOffset.from(stream, "0"), group);
        node.redis
                .sync()
                .xreadgroup(
                        Consumer.from(group, "owner"), XReadArgs.StreamOffset.lastConsumed(stream));
        node.redis.sync().xdel(stream, id);
    }

    private void answerFromAnEmptyJournal() {
        EventCodec codec = new EventCodec();
        await().until(() -> node.redis.sync().xlen(Keys.JOURNAL) == 1);
        byte[] asked =
                node.redis
                        .sync()
                        .xrange(Keys.JOURNAL, Range.unbounded())
                        .getFirst()
                        .getBody()
                        .get(Keys.REQUEST_FIELD);
        String reply = codec.mapper().readValue(asked, JournalPages.Request.class).reply();
        String page = codec.json(new JournalPages.Page(List.of(), false)).text();
        node.redis.sync().rpush(reply, page.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void rubbishInAStreamIsCountedAndSkipped() {
        List<String> heard = new CopyOnWriteArrayList<>();
        node.bus.react("a.first", Cancelled.class, event -> note(heard, event));
        start();
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            node.redis
                    .sync()
                    .xadd(
                            Keys.stream(Keys.partition("trading", partition)),
                            Map.of("event", "{\"event_type\":".getBytes(StandardCharsets.UTF_8)));
            node.redis
                    .sync()
                    .publish(
                            "trading.order.cancelled.AAPL",
                            "rubbish".getBytes(StandardCharsets.UTF_8));
        }
        node.bus.publish(cancelled("o-1", "AAPL"));

        await().until(() -> heard.equals(List.of("o-1")));
        await().until(() -> node.count("aktien_bus_malformed") == Partitions.COUNT);
    }
}
