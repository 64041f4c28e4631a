package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamLogTests {

    @Test
    void positionsAreReadStrictly() {
        assertThat(Position.parse("trading.2@1700000000000-17"))
                .isEqualTo(new Position("trading.2", 1_700_000_000_000L, 17))
                .hasToString("trading.2@1700000000000-17");
        for (String none :
                List.of("-", "latest@1-2", "trading.2", "@1-2", "t.1@-2", "t.1@1-", "t.1@1-x")) {
            assertThat(Position.parse(none)).as(none).isNull();
        }
    }

    @Test
    void aPositionBeyondTheEndOfItsEpochWasLost() {
        StreamLog.Head head = new StreamLog.Head(new Position("t.1", 20, 120), Map.of(10L, 95L));

        assertThat(head.knows(new Position("t.1", 20, 120))).isTrue();
        assertThat(head.knows(new Position("t.1", 20, 121))).isFalse();
        assertThat(head.knows(new Position("t.1", 10, 95))).isTrue();
        assertThat(head.knows(new Position("t.1", 10, 96))).isFalse();
        assertThat(head.knows(new Position("t.1", 5, 1))).isFalse();
        assertThat(head.knows(Position.start("t.1"))).isTrue();
    }

    @Test
    void headsAndEntriesAreReadFromRedis() {
        try (TestRedis server = TestRedis.start();
                RedisLink redis = new RedisLink(server.url())) {
            redis.open();
            redis.sync()
                    .hset(
                            Keys.meta("trading.1"),
                            Map.of(
                                    "epoch", bytes("20"),
                                    "sequence", bytes("3"),
                                    "end:10", bytes("1")));
            for (String id : List.of("10-1", "20-2", "20-3")) {
                redis.sync()
                        .xadd(
                                Keys.stream("trading.1"),
                                new io.lettuce.core.XAddArgs().id(id),
                                Map.of("event", bytes("{\"position\":\"trading.1@" + id + "\"}")));
            }
            StreamLog log = new RedisStreamLog(redis);

            Map<String, StreamLog.Head> heads = log.heads().join();
            assertThat(heads).containsOnlyKeys(Keys.partitions());
            assertThat(heads.get("trading.1"))
                    .isEqualTo(
                            new StreamLog.Head(new Position("trading.1", 20, 3), Map.of(10L, 1L)));
            assertThat(heads.get("trading.2"))
                    .isEqualTo(new StreamLog.Head(Position.start("trading.2"), Map.of()));
            assertThat(log.after(new Position("trading.1", 10, 1), 10).join())
                    .extracting(RawEvent::position)
                    .containsExactly("trading.1@20-2", "trading.1@20-3");
            assertThat(log.after(Position.start("trading.1"), 1).join())
                    .extracting(RawEvent::position)
                    .containsExactly("trading.1@10-1");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
