package de.aktienanalyse.bus;

import static de.aktienanalyse.bus.EventBusContract.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An event becomes a dead letter for what it did itself, and for nothing else.
class BlameTests {
    private static final int PARTITION = Partitions.of("AAPL");

    @RegisterExtension static final CleanRedis redis = new CleanRedis();

    @TempDir Path dir;

    private final List<String> begun = new CopyOnWriteArrayList<>();

    /// Speaks from another database, so that the reader meets all at once when it starts.
    private BusNode speaker;

    private BusNode node;

    /// Nobody catches it, so it ends the thread in the middle of its work, as kill -9 does.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void connect() {
        speaker = new BusNode("auswertung", "auswertung-1", redis.url(), dir.resolve("other.db"));
        speaker.start();
        node = node("verwaltung-1");
    }

    @AfterEach
    void disconnect() {
        node.close();
        speaker.close();
    }

    private BusNode node(String instance) {
        BusNode made = new BusNode("verwaltung", instance, redis.url(), dir.resolve("depot.db"));
        made.jdbc.sql("create table if not exists effect (id text not null)").update();
        made.bus.react("a.first", Cancelled.class, event -> take(made, event));
        return made;
    }

    private List<Event> take(BusNode taker, EventEnvelope<Cancelled> event) {
        String order = event.data().orderId();
        begun.add(order);
        taker.jdbc.sql("insert into effect (id) values (?)").param(order).update();
        if (order.equals("killer")) {
            throw new Killed();
        }
        if (order.equals("failing")) {
            throw new IllegalStateException("as ever");
        }
        return List.of();
    }

    private long begun(String order) {
        return begun.stream().filter(order::equals).count();
    }

    private void startAnew() {
        node.close();
        node = node("verwaltung-2");
        node.start();
    }

    private void say(String orderId, String symbol) {
        speaker.bus.publish(cancelled(orderId, symbol));
    }

    /// Another subject in the same partition.
    private static String neighbour() {
        return IntStream.range(0, 100)
                .mapToObj(number -> "S" + number)
                .filter(symbol -> Partitions.of(symbol) == PARTITION)
                .findFirst()
                .orElseThrow();
    }

    private void awaitInStream(long events) {
        String stream = Keys.stream(Keys.partition("trading", PARTITION));
        await().until(() -> speaker.redis.sync().xlen(stream) == events);
    }

    private List<String> effects() {
        return texts("select id from effect order by rowid");
    }

    private List<String> deadLetters() {
        return texts("select payload from bus_dead_letter").stream()
                .map(text -> text.replaceAll(".*\"order_id\":\"([^\"]+)\".*", "$1"))
                .toList();
    }

    private List<String> texts(String sql) {
        return node.jdbc.sql(sql).query((row, _) -> row.getString(1)).list();
    }

    @Test
    void anEventThatEndsTheProcessEachTimeIsSetAsideAndTheRestGoesOn() {
        say("first", "AAPL");
        say("killer", "AAPL");
        say("last", neighbour());
        awaitInStream(3);
        node.start();
        for (int kills = 1; kills <= GroupReader.ATTEMPTS; kills++) {
            int expected = kills;
            await().dontCatchUncaughtExceptions().until(() -> begun("killer") == expected);
            startAnew();
        }

        await().dontCatchUncaughtExceptions()
                .untilAsserted(() -> assertThat(effects()).containsExactly("first", "last"));
        assertThat(deadLetters()).containsExactly("killer");
        assertThat(begun("killer")).isEqualTo(GroupReader.ATTEMPTS);
    }

    @Test
    void aDatabaseThatWasAwayMakesNoDeadLetterOfWhatAnotherInstanceTakesOver() {
        node.start();
        fillDisk();
        say("healthy", "AAPL");
        await().until(() -> node.count("aktien_bus_failed") > GroupReader.ATTEMPTS + 2);
        node.close();

        node = node("verwaltung-2");
        List.of("bus_inbox", "bus_dead_letter")
                .forEach(table -> node.jdbc.sql("drop trigger full_" + table).update());
        node.start();

        await().untilAsserted(() -> assertThat(effects()).containsExactly("healthy"));
        assertThat(deadLetters()).isEmpty();
    }

    /// What is there can be read and changed, but nothing is added.
    private void fillDisk() {
        List.of("bus_inbox", "bus_dead_letter")
                .forEach(table ->
                        node.jdbc
                                .sql(
                                        "create trigger full_"
                                                + table
                                                + " before insert on "
                                                + table
                                                + " begin select raise(abort, 'disk is full'); end")
                                .update());
    }

    @Test
    void anEventThatFailsInEachProcessIsSetAsideThoughItsCountBeginsAnew() {
        node.start();
        say("failing", "AAPL");
        await().until(() -> begun("failing") >= 2);
        startAnew();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(deadLetters()).containsExactly("failing"));
        assertThat(begun("failing")).isBetween(5L, 2L * GroupReader.ATTEMPTS);
        assertThat(effects()).isEmpty();
        assertThat(texts("select attempts from bus_dead_letter")).containsExactly("5");
    }
}
