package de.aktienanalyse.eventbus.replay;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Announcement;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.commands.BusCommand.ReplayTarget;
import de.aktienanalyse.commands.BusCommand.StartReplay;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.eventbus.MovingClock;
import de.aktienanalyse.eventbus.TestDatabase;
import de.aktienanalyse.eventbus.journal.EventJournal;
import de.aktienanalyse.eventbus.redis.RedisDesk;
import de.aktienanalyse.eventbus.topology.Announcements;
import io.lettuce.core.Range;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Replays on a real journal and a real Redis; the runner is turned by hand.
class ReplayTests {
    private static final Instant NOON = Instant.parse("2025-01-25T12:00:00Z");
    private static final String GROUP = "auswertung.trade-analytics";
    private static final String STREAM = "aktienanalyse:replay:" + GROUP;

    @TempDir Path directory;

    private final TestRedis server = TestRedis.start();
    private final RedisLink redis = new RedisLink(server.url());
    private final EventCodec codec = new EventCodec();
    private final MovingClock clock = new MovingClock(NOON.plus(Duration.ofDays(1)));
    private TestDatabase database;
    private ReplayDesk desk;
    private ReplayRunner runner;

    @BeforeEach
    void open() {
        redis.open();
        redis.sync()
                .hset(
                        Announcement.KEY,
                        Map.of(
                                "auswertung",
                                """
                                {"service":"auswertung","groups":[{"group":"%s","spontaneous":[],"steps":[{"group":"%s",
                                "verb":"react","hears":"trading.*","says":[]}]}]}
                                """
                                        .formatted(GROUP, GROUP)
                                        .getBytes(StandardCharsets.UTF_8)));
        database = new TestDatabase(directory);
        EventJournal journal = new EventJournal(database.client(), codec, clock);
        desk =
                new ReplayDesk(
                        new Replays(database.client(), codec),
                        journal,
                        new Announcements(new RedisDesk(redis), codec),
                        new Random(7),
                        clock);
        runner = newRunner();
    }

    @AfterEach
    void close() {
        database.close();
        redis.close();
        server.close();
    }

    private ReplayRunner newRunner() {
        return new ReplayRunner(
                new Replays(database.client(), codec),
                new EventJournal(database.client(), codec, clock),
                database.transactions(),
                new RedisDesk(redis),
                codec,
                clock);
    }

    @Test
    void aGroupGetsEachEventOnceInTheOrderOfItsPartitionWithTheMark() {
        // The second of the stream occurred first: the stream's order is that of the subject.
        write("trading.0", 1, "late", NOON.plusSeconds(2));
        write("trading.0", 2, "early", NOON);
        write("trading.1", 7, "between", NOON.plusSeconds(1));

        String id = started(start(GROUP, null, null, false));
        turnUntilDone();

        List<JsonNode> told = told();
        assertThat(told)
                .extracting(event -> event.get("event_id").asString())
                .containsExactly("between", "late", "early");
        assertThat(told)
                .allSatisfy(event -> assertThat(event.get("replay").asString()).isEqualTo(id));
        assertThat(texts()).allSatisfy(text -> assertThat(text).contains("\"price\":182.50"));
        assertThat(state(id)).isEqualTo(Replay.State.DONE);
    }

    @Test
    void aDryRunCountsAndTellsNothing() {
        writeMany(5);

        CommandAnswer.Success answer = success(start(GROUP, null, null, true));

        assertThat(answer.result()).isEqualTo(new ReplayDesk.Started(null, 5, true));
        assertThat(runner.takeTurns()).isFalse();
        assertThat(redis.sync().xlen(STREAM)).isZero();
    }

    @Test
    void whatWaitsForTheGroupStaysBoundedAndTheRestFollows() {
        writeMany(1_250);
        String id = started(start(GROUP, null, null, false));

        turnUntilDone();
        assertThat(redis.sync().xlen(STREAM)).isEqualTo(ReplayRunner.MOST_WAITING);
        assertThat(state(id)).isEqualTo(Replay.State.RUNNING);

        redis.sync().del(STREAM);
        turnUntilDone();
        assertThat(redis.sync().xlen(STREAM)).isEqualTo(250);
        assertThat(state(id)).isEqualTo(Replay.State.DONE);
    }

    @Test
    void afterARestartItGoesOnWhereItWas() {
        writeMany(250);
        String id = started(start(GROUP, null, null, false));
        runner.takeTurns();
        assertThat(redis.sync().xlen(STREAM)).isEqualTo(100);

        runner = newRunner();
        turnUntilDone();

        assertThat(told())
                .extracting(event -> event.get("event_id").asString())
                .doesNotHaveDuplicates()
                .hasSize(250);
        assertThat(state(id)).isEqualTo(Replay.State.DONE);
    }

    @Test
    void itCanBePausedWithoutLosingAnyAndEnded() {
        writeMany(250);
        String id = started(start(GROUP, null, null, false));
        runner.takeTurns();

        desk.pause(id);
        assertThat(runner.takeTurns()).isFalse();
        assertThat(refused(desk.pause(id)).field()).isEqualTo("replay_id");

        desk.resume(id);
        runner.takeTurns();
        assertThat(redis.sync().xlen(STREAM)).isEqualTo(200);

        desk.cancel(id);
        assertThat(runner.takeTurns()).isFalse();
        assertThat(state(id)).isEqualTo(Replay.State.CANCELLED);
        assertThat(refused(desk.resume(id)).code()).isEqualTo("wrong_state");
    }

    @Test
    void withASpeedItKeepsThePaceOfTheEvents() {
        write("trading.0", 1, "first", NOON);
        write("trading.0", 2, "second", NOON.plusSeconds(60));
        started(start(GROUP, null, BigDecimal.TEN, false));

        runner.takeTurns();
        assertThat(redis.sync().xlen(STREAM)).isEqualTo(1);
        clock.advance(Duration.ofMillis(5_999));
        runner.takeTurns();
        assertThat(redis.sync().xlen(STREAM)).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        runner.takeTurns();
        assertThat(redis.sync().xlen(STREAM)).isEqualTo(2);
    }

    @Test
    void aBrowserGetsTheEnvelopeDigitForDigitWithTheMark() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        redis.pubSub()
                .addListener(
                        new RedisPubSubAdapter<>() {
                            @Override
                            public void message(String channel, byte[] message) {
                                heard.add(new String(message, StandardCharsets.UTF_8));
                            }
                        });
        redis.pubSub().sync().subscribe(Keys.WEBSOCKET_EVENTS);
        write("trading.0", 1, "fill", NOON);

        String id = started(start(null, "connection-9", null, false));
        turnUntilDone();

        String text = heard.poll(10, TimeUnit.SECONDS);
        assertThat(text).contains("\"price\":182.50");
        JsonNode message = codec.mapper().readTree(text);
        assertThat(message.get("event").asString()).isEqualTo("trading.order.executed");
        assertThat(message.get("type").asString()).isEqualTo("replay");
        assertThat(message.get("target_client").asString()).isEqualTo("connection-9");
        assertThat(message.get("replay").asString()).isEqualTo(id);
        assertThat(message.get("data").get("event_id").asString()).isEqualTo("fill");
    }

    @Test
    void whatOnlyFollowedFromAnEarlierReplayIsLeftOutAndCounted() {
        writeMany(150);
        database.client()
                .sql(
                        """
                        update journal set json = replace(json, '"data":', '"replay":"earlier","data":')
                        where sequence > 20
                        """)
                .update();

        String id = started(start(GROUP, null, null, false));
        turnUntilDone();

        assertThat(told()).hasSize(20);
        assertThat(texts()).allSatisfy(text -> assertThat(text).containsOnlyOnce("\"replay\""));
        Replay replay = new Replays(database.client(), codec).byId(id).orElseThrow();
        assertThat(replay.state()).isEqualTo(Replay.State.DONE);
        assertThat(replay.done()).isEqualTo(20);
        assertThat(replay.skipped()).isEqualTo(130);
        assertThat(replay.total()).isEqualTo(150);
    }

    @Test
    void whatCannotBeToldIsRefusedWithItsField() {
        assertThat(refused(start("nobody.here", null, null, false)).field())
                .isEqualTo("target.group");
        assertThat(refused(start(GROUP, "connection-1", null, false)).field()).isEqualTo("target");
        assertThat(refused(start(GROUP, null, BigDecimal.valueOf(-1), false)).field())
                .isEqualTo("speed");
        assertThat(refused(desk.cancel("nothing")).code()).isEqualTo("unknown_replay");
    }

    private Outcome start(
            @Nullable String group,
            @Nullable String client,
            @Nullable BigDecimal speed,
            boolean dryRun) {
        return desk.start(
                new CommandEnvelope<>(
                        "start_replay",
                        "click-1",
                        "click-1",
                        "owner",
                        null,
                        null,
                        clock.instant(),
                        null,
                        null,
                        new StartReplay(
                                new ReplayTarget(group, client),
                                null,
                                null,
                                "trading.order.*",
                                null,
                                null,
                                speed,
                                dryRun)));
    }

    private void turnUntilDone() {
        while (runner.takeTurns()) {
            // Each turn tells something, so this ends.
        }
    }

    private static String started(Outcome outcome) {
        String id = ((ReplayDesk.Started) success(outcome).result()).replayId();
        assertThat(id).isNotNull();
        return String.valueOf(id);
    }

    private static CommandAnswer.Success success(Outcome outcome) {
        assertThat(outcome.answer()).isInstanceOf(CommandAnswer.Success.class);
        return (CommandAnswer.Success) outcome.answer();
    }

    private static CommandAnswer.Refused refused(Outcome outcome) {
        assertThat(outcome.answer()).isInstanceOf(CommandAnswer.Refused.class);
        return (CommandAnswer.Refused) outcome.answer();
    }

    private Replay.State state(String id) {
        return new Replays(database.client(), codec).byId(id).orElseThrow().state();
    }

    private List<String> texts() {
        return redis.sync().xrange(STREAM, Range.unbounded()).stream()
                .map(entry -> new String(entry.getBody().get("event"), StandardCharsets.UTF_8))
                .toList();
    }

    private List<JsonNode> told() {
        return texts().stream().map(codec.mapper()::readTree).toList();
    }

    private void writeMany(int events) {
        database.transactions()
                .executeWithoutResult(_ -> {
                    for (int i = 1; i <= events; i++) {
                        write("trading." + i % 4, i, "event-" + i, NOON.plusMillis(i));
                    }
                });
    }

    private void write(String place, long sequence, String id, Instant at) {
        database.client()
                .sql(
                        """
                        insert into journal (event_id, event_type, source, subject, place, epoch, sequence,
                            occurred_at, recorded_at, json)
                        values (?, 'trading.order.executed', 'verwaltung.broker-integration', 'o-1', ?, 1700000000000, ?,
                            ?, ?, ?)
                        """)
                .params(
                        id,
                        place,
                        sequence,
                        at.toEpochMilli(),
                        at.toEpochMilli(),
                        """
                        {"event_type":"trading.order.executed","event_id":"%s","timestamp":"%s","data":{"price":182.50}}
                        """
                                .formatted(id, at)
                                .strip())
                .update();
    }
}
