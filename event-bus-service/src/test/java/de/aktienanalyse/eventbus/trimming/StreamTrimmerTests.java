package de.aktienanalyse.eventbus.trimming;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.eventbus.MovingClock;
import de.aktienanalyse.eventbus.TestDatabase;
import de.aktienanalyse.eventbus.redis.RedisDesk;
import de.aktienanalyse.eventbus.routing.RoutingTable;
import de.aktienanalyse.eventbus.topology.Announcements;
import de.aktienanalyse.events.SystemEvent.PerformanceAlertRaised;
import io.lettuce.core.Consumer;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XReadArgs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamTrimmerTests {
    private static final String PARTITION = "market.1";
    private static final String KEY = Keys.stream(PARTITION);

    private static final Map<String, Long> NO_LIMIT = Map.of("", 0L);

    private final TestRedis server = TestRedis.start();
    private final RedisLink redis = new RedisLink(server.url());
    private final InMemoryEventBus bus = new InMemoryEventBus("event-bus-service");
    private final MovingClock clock = new MovingClock(Instant.parse("2026-01-05T12:00:00Z"));

    @TempDir Path directory;

    private TestDatabase database;
    private StreamTrimmer trimmer;

    @BeforeEach
    void fill() {
        database = new TestDatabase(directory);
        EventCodec codec = new EventCodec();
        RedisDesk desk = new RedisDesk(redis);
        trimmer =
                new StreamTrimmer(
                        redis,
                        desk,
                        new KnownGroups(
                                new RoutingTable(database.client(), codec),
                                new Announcements(desk, codec)),
                        new JournalPlaces(database.client()),
                        bus,
                        clock,
                        new SimpleMeterRegistry());
        redis.open();
        say(1, 100);
        group("fast");
        group("slow");
    }

    private void say(int from, int to) {
        for (int i = from; i <= to; i++) {
            redis.sync()
                    .xadd(
                            KEY,
                            new XAddArgs().id("1700000000000-" + i),
                            Map.of("event", bytes("{}")));
        }
        redis.sync()
                .hset(
                        Keys.meta(PARTITION),
                        Map.of("epoch", bytes("1700000000000"), "sequence", bytes("" + to)));
    }

    private void group(String name) {
        redis.sync().xgroupCreate(XReadArgs.StreamOffset.from(KEY, "0"), name);
    }

    @AfterEach
    void stop() {
        database.close();
        redis.close();
        server.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void take(String group, int entries, boolean acknowledge) {
        redis.sync()
                .xreadgroup(
                        Consumer.from(group, "owner"),
                        XReadArgs.Builder.count(entries),
                        XReadArgs.StreamOffset.lastConsumed(KEY))
                .forEach(message -> {
                    if (acknowledge) {
                        redis.sync().xack(KEY, group, message.getId());
                    }
                });
    }

    private void writtenDown() {
        group(StreamTrimmer.JOURNAL);
        take(StreamTrimmer.JOURNAL, 100, true);
    }

    @Test
    void whatAGroupHasNotTakenStays() {
        writtenDown();
        take("fast", 100, true);
        take("slow", 30, true);

        assertThat(trimmer.trim(PARTITION, 10)).isEqualTo(30);
        assertThat(redis.sync().xlen(KEY)).isEqualTo(70);
    }

    @Test
    void whatIsPendingStays() {
        writtenDown();
        take("fast", 100, true);
        take("slow", 20, true);
        take("slow", 80, false);

        assertThat(trimmer.trim(PARTITION, 10)).isEqualTo(20);
    }

    @Test
    void theNewestStayForBrowsersToResume() {
        writtenDown();
        take("fast", 100, true);
        take("slow", 100, true);

        assertThat(trimmer.trim(PARTITION, 10)).isEqualTo(90);
        assertThat(redis.sync().xlen(KEY)).isEqualTo(10);
    }

    /// The journal has all, written down one per hour.
    private void journal() {
        for (int i = 1; i <= 100; i++) {
            write("e-" + i, 1700000000000L, i, Duration.ofHours(100 - i));
        }
        writtenDown();
    }

    private void write(String id, long epoch, long sequence, Duration ago) {
        database.client()
                .sql(
                        "insert into journal (event_id, event_type, source, subject, place, epoch, sequence,"
                                + " occurred_at, recorded_at, json) values (?, 't', 's', 's', ?, ?, ?, 0, ?, '{}')")
                .params(id, PARTITION, epoch, sequence, clock.instant().minus(ago).toEpochMilli())
                .update();
    }

    private String behind(String field) {
        return behind("slow", field);
    }

    private String behind(String group, String field) {
        byte[] value = redis.sync().hget(Keys.behind(group), field);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    @Test
    void aGroupThatLagsForADayIsLeftBehindAndTheOwnerIsTold() {
        journal();
        take("fast", 100, true);
        take("slow", 30, true);

        trimmer.trimAll(10, NO_LIMIT);

        assertThat(redis.sync().xlen(KEY)).isEqualTo(25);
        assertThat(behind(PARTITION)).isEqualTo("1700000000000-75");
        assertThat(behind(Keys.behindAfter(PARTITION))).isEqualTo("1700000000000-30");
        assertThat(bus.said(PerformanceAlertRaised.class))
                .singleElement()
                .satisfies(alert -> assertThat(alert.serviceName()).isEqualTo("slow"));

        clock.advance(Duration.ofHours(5));
        trimmer.trimAll(10, NO_LIMIT);

        assertThat(behind(PARTITION)).isEqualTo("1700000000000-80");
        assertThat(behind(Keys.behindAfter(PARTITION))).isEqualTo("1700000000000-30");
        assertThat(bus.said(PerformanceAlertRaised.class)).hasSize(1);
    }

    @Test
    void streamsThatFillAQuarterOfTheMemoryAreCutAllTheSame() {
        journal();
        take("fast", 100, true);
        long bytes = Objects.requireNonNull(redis.sync().memoryUsage(KEY));
        clock.advance(Duration.ofHours(-100));

        trimmer.trimAll(10, Map.of("", bytes * 2));

        assertThat(redis.sync().xlen(KEY)).isEqualTo(50);
        assertThat(behind(PARTITION)).isEqualTo("1700000000000-50");
    }

    @Test
    void whatTheJournalHasNotIsNeverCut() {
        group(StreamTrimmer.JOURNAL);
        take(StreamTrimmer.JOURNAL, 20, true);
        take("fast", 100, true);

        trimmer.cutWithout(PARTITION, StreamPosition.of("1700000000000-90"));

        assertThat(redis.sync().xlen(KEY)).isEqualTo(80);
    }

    @Test
    void whatIsSaidAgainAfterAWipeIsKeptForAGroupWhoseServiceIsAway() {
        know("away");
        redis.sync().flushall();
        say(1, 20);
        group(StreamTrimmer.JOURNAL);
        take(StreamTrimmer.JOURNAL, 20, true);

        trimmer.trimAll(5, NO_LIMIT);

        assertThat(redis.sync().xlen(KEY)).isEqualTo(20);
        take("away", 12, true);
        trimmer.trimAll(5, NO_LIMIT);
        assertThat(redis.sync().xlen(KEY)).isEqualTo(8);
        assertThat(redis.sync().exists(Keys.stream("market.3"))).isEqualTo(1);
        assertThat(redis.sync().exists(Keys.stream("stock.1"))).isZero();
    }

    @Test
    void nothingIsCutWhileTheJournalReadsNothing() {
        take("fast", 100, true);
        take("slow", 100, true);

        trimmer.trimAll(10, Map.of("", 1L));

        assertThat(redis.sync().xlen(KEY)).isEqualTo(100);
    }

    @Test
    void theMemoryOfAMasterThatHasNoneOfTheStreamsIsNotTheirs() {
        journal();
        take("fast", 100, true);
        clock.advance(Duration.ofHours(-100));

        trimmer.trimAll(10, Map.of("", 1_000_000_000L, "another", 1L));

        assertThat(redis.sync().xlen(KEY)).isEqualTo(100);
    }

    /// What the journal has from before the wipe the group may have had, and may not know any more.
    @Test
    void aGroupThatStaysAwayIsLeftBehindAtTheBeginOfTheStream() {
        know("away");
        write("before-the-wipe", 1600000000000L, 7, Duration.ofDays(400));
        journal();
        take("fast", 100, true);
        take("slow", 100, true);

        trimmer.trimAll(10, NO_LIMIT);

        assertThat(redis.sync().xlen(KEY)).isEqualTo(25);
        assertThat(behind("away", PARTITION)).isEqualTo("1700000000000-75");
        assertThat(behind("away", Keys.behindAfter(PARTITION))).isEqualTo("1700000000000-0");
    }

    private void know(String group) {
        database.client()
                .sql("insert into routing_known (group_name, hears) values (?, ?)")
                .params(group, "market.index.changed")
                .update();
    }
}
