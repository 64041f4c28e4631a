package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTests {
    @TempDir Path dir;

    @Test
    void answersAreForgottenAfterAWeekButThoseToOrdersNever() {
        Clock clock = Clock.systemUTC();
        try (BusNode node =
                new BusNode(
                        "verwaltung", "verwaltung-1", "redis://127.0.0.1:1", dir.resolve("a.db"))) {
            Instant old = clock.instant().minus(Duration.ofDays(8));
            answer(node, "place_order", "old", old);
            answer(node, "refresh_portfolio", "old-too", old);
            answer(node, "refresh_portfolio", "young", old.plus(Duration.ofDays(2)));

            new Housekeeping(
                            node.outbox,
                            new Marks(node.jdbc, clock),
                            node.transactions,
                            clock,
                            Duration.ofDays(7))
                    .run();

            assertThat(
                            node.jdbc
                                    .sql("select command_id from bus_answer order by command_id")
                                    .query((row, _) -> String.valueOf(row.getString(1)))
                                    .list())
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
