package de.aktienanalyse.bus;

import static de.aktienanalyse.bus.EventBusContract.cancelled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.events.OrderEvent.Cancelled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An instance that stands still in the middle of its work is replaced, and what it does late
/// counts for nothing. On PostgreSQL: in SQLite it may hold the file, and then it is `./suite` that
/// ends it; the crash test stops instances there.
class TakeoverTests {
    /// Five seconds are promised, of which [OwnershipTests] does the sum. The rest is for a machine
    /// that does much else.
    private static final Duration REPLACED = Duration.ofSeconds(20);

    private static final String SECOND = "verwaltung-2";

    @RegisterExtension static final CleanPostgres postgres = new CleanPostgres();
    @RegisterExtension static final CleanRedis redis = new CleanRedis();

    @TempDir Path dir;

    /// What was opened last is closed first.
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private BusNode speaker;

    @BeforeEach
    void speak() {
        speaker = new BusNode("auswertung", "auswertung-1", redis.url(), dir.resolve("other.db"));
        open.push(speaker);
        speaker.start();
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private BusNode second() {
        BusNode second = ReactorProcess.node(SECOND, redis.url(), postgres.url());
        open.push(second);
        second.jdbc
                .sql("create table effect (place bigint, id text not null, by_whom text not null)")
                .update();
        second.bus.react(
                "a.first",
                Cancelled.class,
                event -> {
                    ReactorProcess.effect(second, SECOND, event);
                    return List.of();
                });
        return second;
    }

    /// The first was there alone, and then the second took its share.
    private Process startBoth(BusNode second) throws Exception {
        Process first = ReactorProcess.start(redis.url(), postgres.url(), dir);
        open.push(() -> first.destroyForcibly().waitFor());
        await().atMost(Duration.ofSeconds(40))
                .until(() -> owned(second, ReactorProcess.NAME) > Partitions.COUNT);
        second.start();
        await().until(() -> owned(second, SECOND) > 0);
        return first;
    }

    private static int owned(BusNode node, String instance) {
        return node.jdbc
                .sql("select count(*) from bus_owner where owner = ? and until_time > 0")
                .param(instance)
                .query(Integer.class)
                .single();
    }

    /// A subject in a partition that the first owns.
    private static String subjectOfFirst(BusNode node) {
        return IntStream.range(0, 100)
                .mapToObj(number -> "S" + number)
                .filter(symbol -> owner(node, symbol).equals(ReactorProcess.NAME))
                .findFirst()
                .orElseThrow();
    }

    private static String owner(BusNode node, String symbol) {
        String partition = Keys.partition("trading", Partitions.of(symbol));
        return node.jdbc
                .sql("select owner from bus_owner where resource = ?")
                .param(GroupReader.claim("a.first", partition))
                .query(String.class)
                .single();
    }

    private void say(String symbol, String... orders) {
        for (String order : orders) {
            speaker.bus.publish(cancelled(order, symbol));
        }
    }

    private static List<String> effects(BusNode node) {
        return node.jdbc
                .sql("select id || ' ' || by_whom from effect order by place")
                .query((row, _) -> row.getString(1))
                .list();
    }

    private static void awaitReplaced(BusNode second) {
        await().atMost(REPLACED).until(() -> !effects(second).isEmpty());
        await().until(() -> effects(second).size() >= 3);
    }

    /// Nothing was lost, nothing came twice, and the bus goes on.
    private void assertOnceAndInOrder(BusNode second, String symbol) {
        say(symbol, "o-4");
        await().atMost(Duration.ofSeconds(20)).until(() -> effects(second).size() >= 4);
        assertThat(effects(second).subList(0, 3))
                .containsExactly("o-1 " + SECOND, "o-2 " + SECOND, "o-3 " + SECOND);
        assertThat(effects(second)).hasSize(4).last().asString().startsWith("o-4 ");
    }

    @Test
    void whoStandsStillWithinItsTransactionOnPostgresIsReplacedAndItsCommitRefused()
            throws Exception {
        BusNode second = second();
        Process first = startBoth(second);
        String symbol = subjectOfFirst(second);
        say(symbol, "o-1", "o-2", "o-3");
        await().until(() -> Files.exists(dir.resolve(ReactorProcess.IN_HAND)));

        Signals.standStill(first);
        awaitReplaced(second);
        Files.createFile(dir.resolve(ReactorProcess.GO_ON));
        Signals.goOn(first);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.exists(dir.resolve(ReactorProcess.ENDED)));
        assertThat(dir.resolve(ReactorProcess.ENDED)).hasContent("refused");
        assertOnceAndInOrder(second, symbol);
    }

    @Test
    void whoStandsStillWhileItRenewsItsClaimsOnPostgresIsReplaced() throws Exception {
        BusNode second = second();
        Process first = startBoth(second);
        String symbol = subjectOfFirst(second);
        Files.createFile(dir.resolve(ReactorProcess.GO_ON));

        slowDownRenewals(second);
        await().until(() -> isRenewing(second));
        Signals.standStill(first);
        say(symbol, "o-1", "o-2", "o-3");

        awaitReplaced(second);
        Signals.goOn(first);
        assertOnceAndInOrder(second, symbol);
    }

    private static void slowDownRenewals(BusNode node) {
        node.jdbc
                .sql(
                        """
                        create function pause() returns trigger language plpgsql as
                        $$ begin perform pg_sleep(1); return new; end $$
                        """)
                .update();
        node.jdbc
                .sql(
                        """
                        create trigger pause before update on bus_owner for each row
                        when (new.owner = '%s') execute function pause()
                        """
                                .formatted(ReactorProcess.NAME))
                .update();
    }

    private static boolean isRenewing(BusNode node) {
        return node.jdbc
                        .sql("select count(*) from pg_stat_activity where wait_event = 'PgSleep'")
                        .query(Integer.class)
                        .single()
                > 0;
    }
}
