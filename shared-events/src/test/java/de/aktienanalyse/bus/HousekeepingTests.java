package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTests {
    private static final Instant NOW = Instant.parse("2026-01-20T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration RETENTION = Duration.ofDays(7);

    @TempDir Path dir;

    private BusNode node() {
        return new BusNode(
                "verwaltung", "verwaltung-1", "redis://127.0.0.1:1", dir.resolve("a.db"), CLOCK);
    }

    private static void run(BusNode node) {
        new Housekeeping(
                        node.outbox,
                        new Marks(node.jdbc, CLOCK),
                        node.transactions,
                        CLOCK,
                        RETENTION)
                .run();
    }

    private static List<String> texts(BusNode node, String sql) {
        return node.jdbc.sql(sql).query((row, _) -> String.valueOf(row.getString(1))).list();
    }

    @Test
    void answersAreForgottenAfterAWeekButThoseToOrdersNever() {
        try (BusNode node = node()) {
            Instant old = NOW.minus(Duration.ofDays(8));
            answer(node, "place_order", "old", old);
            answer(node, "refresh_portfolio", "old-too", old);
            answer(node, "refresh_portfolio", "young", old.plus(Duration.ofDays(2)));

            run(node);

            assertThat(texts(node, "select command_id from bus_answer order by command_id"))
                    .containsExactly("old", "young");
        }
    }

    private static void answer(BusNode node, String command, String id, Instant at) {
        node.jdbc
                .sql("insert into bus_answer values ('owner', ?, ?, '{}', 'SUCCESS', '{}', ?)")
                .params(id, command, at.toEpochMilli())
                .update();
    }

    @Test
    void whatRedisDoesNotHaveYetIsKeptHoweverOldItIs() {
        Instant old = NOW.minus(RETENTION).minusSeconds(1);
        try (BusNode node = node()) {
            node.outbox.save(new Outbox.Head("trading", 1, 3, 2));
            said(node, "confirmed", old, 1, 1L);
            said(node, "confirmed but young", old.plusSeconds(2), 1, 2L);
            said(node, "unconfirmed", old, 1, 3L);
            said(node, "not numbered yet", old, 1, null);
            said(node, "of a partition of which nothing is confirmed", old, 2, 1L);

            run(node);

            assertThat(texts(node, "select event_id from bus_outbox order by seq"))
                    .containsExactly(
                            "confirmed but young",
                            "unconfirmed",
                            "not numbered yet",
                            "of a partition of which nothing is confirmed");
        }
    }

    private static void said(
            BusNode node, String id, Instant at, int partition, @Nullable Long number) {
        node.jdbc
                .sql(
                        "insert into bus_outbox (event_id, family, partition_no, channel, payload, created_at, number)"
                                + " values (?, 'trading', ?, 'channel', '{}', ?, ?)")
                .params(Arrays.asList(id, partition, at.toEpochMilli(), number))
                .update();
    }

    /// An event that is said again from the oldest row of an outbox must meet its mark.
    @Test
    void marksOutliveEverythingThatCanBeDeliveredAgain() {
        Instant oldestRow = NOW.minus(RETENTION);
        try (BusNode node = node()) {
            mark(node, "older than any outbox", oldestRow.minus(Duration.ofDays(8)));
            mark(node, "as old as the oldest row", oldestRow);
            mark(node, "older, but not by a week", oldestRow.minus(Duration.ofDays(6)));

            run(node);

            assertThat(texts(node, "select event_id from bus_inbox order by event_id"))
                    .containsExactly("as old as the oldest row", "older, but not by a week");
            assertThat(texts(node, "select id from bus_instruction order by id"))
                    .containsExactly("as old as the oldest row", "older, but not by a week");
        }
    }

    private static void mark(BusNode node, String id, Instant at) {
        node.jdbc
                .sql("insert into bus_inbox values ('a.first', '', ?, ?)")
                .params(id, at.toEpochMilli())
                .update();
        node.jdbc
                .sql("insert into bus_instruction values (?, 'retry', ?)")
                .params(id, at.toEpochMilli())
                .update();
    }

    @Test
    void aRedisThatWouldThrowEventsAwayIsRefused() {
        assertThatCode(() -> RedisInfo.check(info("6.2.11", "noeviction")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> RedisInfo.check(info("7.0.15", "allkeys-lru")))
                .hasMessageContaining("set it to noeviction");
        assertThatThrownBy(() -> RedisInfo.check(info("6.0.16", "noeviction")))
                .hasMessageContaining("at least 6.2");
    }

    private static String info(String version, String policy) {
        return "redis_version:%s\r\nmaxmemory_policy:%s\r\naof_enabled:0\r\n"
                .formatted(version, policy);
    }
}
