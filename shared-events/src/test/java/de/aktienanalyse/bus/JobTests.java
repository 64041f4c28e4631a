package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.commands.Command.GenerateReport;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.UserEvent.CommandProgressed;
import de.aktienanalyse.events.UserEvent.JobState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Queues for whose commands workers compete.
class JobTests {
    private static final String QUEUE = "report.generation";
    private static final JobRules RULES =
            new JobRules(2, Duration.ofSeconds(2), Duration.ofMillis(20), 3);

    @RegisterExtension static final CleanRedis redis = new CleanRedis();

    @TempDir Path dir;

    private final List<BusNode> nodes = new ArrayList<>();
    private final List<CommandProgressed> progress = new CopyOnWriteArrayList<>();
    private final MovableClock clock = new MovableClock();

    /// The real time, and what a test puts on top.
    private static final class MovableClock extends Clock {
        private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead.get());
        }
    }

    @AfterEach
    void disconnect() {
        nodes.forEach(BusNode::close);
    }

    String database() {
        return dir.resolve("performance.db").toString();
    }

    private BusNode node(String instance, Function<BusNode, Worker<GenerateReport>> worker) {
        BusNode node = BusNode.on(database(), "auswertung", instance, redis.url(), clock, RULES);
        node.jdbc
                .sql("create table if not exists effect (id text not null, by_whom text not null)")
                .update();
        node.bus.work(GenerateReport.class, worker.apply(node));
        node.bus.watch(CommandProgressed.class, heard -> progress.add(heard.data()));
        nodes.add(node);
        node.start();
        return node;
    }

    /// Writes down who did it, in the transaction of the answer.
    private static Worker.Conclusion effect(
            BusNode node, String byWhom, CommandEnvelope<GenerateReport> command) {
        return () -> {
            node.jdbc
                    .sql("insert into effect (id, by_whom) values (?, ?)")
                    .params(command.commandId(), byWhom)
                    .update();
            return Outcome.success(Map.of("report_id", command.commandId()));
        };
    }

    private static CommandEnvelope<GenerateReport> report(
            String commandId, @Nullable Instant notBefore) {
        return new CommandEnvelope<>(
                "generate_report",
                commandId,
                "correlation-" + commandId,
                "owner",
                null,
                null,
                Instant.now(),
                null,
                null,
                new GenerateReport(null, "csv", null, null, notBefore));
    }

    private static void put(BusNode node, String commandId, @Nullable Instant notBefore) {
        byte[] json = new EventCodec().encode(report(commandId, notBefore));
        node.redis.sync().xadd(Keys.queue(QUEUE), Map.of(Keys.COMMAND_FIELD, json));
    }

    private static List<String> effects(BusNode node) {
        return node.jdbc
                .sql("select id from effect order by id")
                .query((row, _) -> row.getString("id"))
                .list();
    }

    private static int count(BusNode node, String sql) {
        return node.jdbc.sql("select count(*) from " + sql).query(Integer.class).single();
    }

    private static String answer(BusNode node, String commandId) {
        return node.jdbc
                .sql(
                        "select status || ' ' || result as answer from bus_answer where command_id = ?")
                .param(commandId)
                .query((row, _) -> row.getString("answer"))
                .optional()
                .orElse("none");
    }

    private List<JobState> states(String commandId) {
        return progress.stream()
                .filter(told -> told.commandId().equals(commandId))
                .map(CommandProgressed::state)
                .distinct()
                .toList();
    }

    private static void tell(BusNode node, String id, String action) {
        String json =
                """
                {"id":"%s","action":"%s","group":"%s","event_id":null,"event_type":null,"reason":"by hand","actor":"owner"}
                """
                        .formatted(id, action, QUEUE);
        node.redis
                .sync()
                .xadd(
                        Keys.operator("auswertung"),
                        Map.of(Keys.INSTRUCTION_FIELD, json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void twoInstancesShareTheWorkAndEachDoesSeveralAtOnce() throws Exception {
        CountDownLatch allBegun = new CountDownLatch(4);
        Function<String, BusNode> start =
                instance ->
                        node(
                                instance,
                                own ->
                                        (command, _) -> {
                                            allBegun.countDown();
                                            allBegun.await();
                                            return effect(own, instance, command);
                                        });
        var _ = start.apply("auswertung-1");
        BusNode node = start.apply("auswertung-2");
        for (int i = 1; i <= 4; i++) {
            put(node, "c-" + i, null);
            put(node, "c-" + i, null);
        }

        assertThat(allBegun.await(20, TimeUnit.SECONDS)).isTrue();
        await().until(() -> effects(node).equals(List.of("c-1", "c-2", "c-3", "c-4")));
        assertThat(count(node, "(select distinct by_whom from effect) as workers")).isEqualTo(2);
        await().until(() -> count(node, "bus_answer where status = 'SUCCESS'") == 4);
        assertThat(count(node, "bus_job")).isZero();
    }

    @Test
    void whatAKilledProcessHadInHandIsDoneByAnotherOnce() throws Exception {
        Process killed = WorkerProcess.start(redis.url(), database(), RULES.lease());
        try (RedisLink link = new RedisLink(redis.url())) {
            link.open();
            byte[] json = new EventCodec().encode(report("c-1", null));
            link.sync().xadd(Keys.queue(QUEUE), Map.of(Keys.COMMAND_FIELD, json));
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> link.sync().get(WorkerProcess.BEGUN) != null);
        } finally {
            killed.destroyForcibly().waitFor();
        }

        BusNode node =
                node("auswertung-1", own -> (command, _) -> effect(own, "auswertung-1", command));

        await().atMost(Duration.ofSeconds(20)).until(() -> effects(node).equals(List.of("c-1")));
        assertThat(answer(node, "c-1")).startsWith("SUCCESS");
        await().until(() -> progress.stream().anyMatch(told -> told.attempt() == 2));
    }

    @Test
    void whoWasTakenOverChangesNothingAnyMore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch late = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        BusNode node =
                node(
                        "auswertung-1",
                        own ->
                                (command, _) -> {
                                    int attempt = attempts.incrementAndGet();
                                    if (attempt == 1) {
                                        begun.countDown();
                                        late.await();
                                    }
                                    return effect(own, "attempt " + attempt, command);
                                });
        put(node, "c-1", null);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        // As another instance does when the lease is over.
        node.jdbc.sql("update bus_job set fence = fence + 1, run_at = 0").update();
        node.bus.put(report("c-2", null));
        await().until(() -> effects(node).equals(List.of("c-1", "c-2")));
        late.countDown();

        await().until(() -> attempts.get() == 3);
        node.bus.put(report("c-3", null));
        await().until(() -> effects(node).contains("c-3"));
        assertThat(effects(node)).containsExactly("c-1", "c-2", "c-3");
        assertThat(count(node, "effect where by_whom = 'attempt 1'")).isZero();
    }

    @Test
    void aJobWaitsForItsTimeThroughARestartAndAWipe() {
        Function<BusNode, Worker<GenerateReport>> worker =
                own -> (command, _) -> effect(own, "worker", command);
        BusNode before = node("auswertung-1", worker);
        Instant evening = clock.instant().plus(Duration.ofHours(3));
        put(before, "later", evening);
        put(before, "at-once", null);
        await().until(() -> effects(before).equals(List.of("at-once")));
        await().until(() -> states("later").equals(List.of(JobState.WAITING)));
        assertThat(progress.stream().filter(told -> told.commandId().equals("later")))
                .allMatch(told -> evening.equals(told.nextAt()));
        nodes.remove(before);
        before.close();
        redis.replace();

        BusNode after = node("auswertung-1", worker);
        after.bus.put(report("another", null));
        await().until(() -> effects(after).contains("another"));
        assertThat(effects(after)).containsExactly("another", "at-once");
        clock.ahead.set(Duration.ofHours(4));

        await().until(() -> effects(after).contains("later"));
    }

    @Test
    void whatFailsIsTriedAgainAfterAPauseAndItsProgressIsTold() {
        AtomicInteger attempts = new AtomicInteger();
        BusNode node =
                node(
                        "auswertung-1",
                        own ->
                                (command, told) -> {
                                    if (attempts.incrementAndGet() == 1) {
                                        told.at(70, "reading");
                                        throw new IllegalStateException("not yet");
                                    }
                                    told.at(10, "reading");
                                    told.at(60, "computing");
                                    told.at(30, "writing");
                                    told.at(130, "done");
                                    return effect(own, "worker", command);
                                });

        put(node, "c-1", null);

        await().until(() -> answer(node, "c-1").startsWith("SUCCESS"));
        await().until(() -> progress.size() == 9);
        assertThat(progress)
                .extracting(told -> told.state() + " " + told.attempt() + " " + told.percent())
                .containsExactly(
                        "WAITING 0 0",
                        "RUNNING 1 0",
                        "RUNNING 1 70",
                        "RETRYING 1 70",
                        "RUNNING 2 0",
                        "RUNNING 2 10",
                        "RUNNING 2 60",
                        "RUNNING 2 60",
                        "RUNNING 2 100");
        assertThat(progress.get(3).doing()).isEqualTo("not yet");
        assertThat(progress.get(3).nextAt()).isNotNull();
        assertThat(effects(node)).containsExactly("c-1");
    }

    @Test
    void whatFailsForGoodWaitsForAnOperatorWhoRunsItAgain() {
        AtomicInteger attempts = new AtomicInteger();
        BusNode node = stuck(attempts);
        progress.clear();
        // A repeat of the user does not begin it anew, but tells how it stands.
        put(node, "c-1", null);
        await().until(() -> node.redis.sync().xlen(Keys.queue(QUEUE)) == 0);
        await().until(() -> states("c-1").equals(List.of(JobState.STOPPED)));
        assertThat(count(node, "bus_job")).isZero();
        attempts.set(Integer.MIN_VALUE);

        tell(node, "i-1", "retry");

        await().until(() -> answer(node, "c-1").startsWith("SUCCESS"));
        assertThat(effects(node)).containsExactly("c-1");
        await().until(() -> node.redis.sync().exists(Keys.dead(QUEUE)) == 0);
    }

    @Test
    void whatIsGivenUpIsAnsweredWithTheReason() {
        AtomicInteger attempts = new AtomicInteger();
        BusNode node = stuck(attempts);

        tell(node, "i-1", "discard");

        await().until(() -> answer(node, "c-1").startsWith("ERROR"));
        assertThat(answer(node, "c-1")).contains("discarded", "by hand");
        assertThat(effects(node)).isEmpty();
        assertThat(attempts).hasValue(RULES.attempts());
        assertThat(count(node, "bus_discarded where actor = 'owner'")).isEqualTo(1);
    }

    /// A job that has failed for good. It is done once `attempts` is below zero.
    private BusNode stuck(AtomicInteger attempts) {
        BusNode node =
                node(
                        "auswertung-1",
                        own ->
                                (command, _) -> {
                                    if (attempts.incrementAndGet() > 0) {
                                        throw new IllegalStateException("no such depot");
                                    }
                                    return effect(own, "worker", command);
                                });
        put(node, "c-1", null);
        await().until(() -> node.redis.sync().exists(Keys.dead(QUEUE)) == 1);
        assertThat(attempts).hasValue(RULES.attempts());
        assertThat(answer(node, "c-1")).isEqualTo("none");
        await().until(() -> states("c-1").contains(JobState.STOPPED));
        assertThat(
                        new String(
                                node.redis.sync().hgetall(Keys.dead(QUEUE)).get("owner/c-1"),
                                StandardCharsets.UTF_8))
                .contains(
                        "no such depot",
                        "\"event_type\":\"generate_report\"",
                        "\"attempts\":3",
                        "\"service\":\"auswertung\"");
        return node;
    }
}
