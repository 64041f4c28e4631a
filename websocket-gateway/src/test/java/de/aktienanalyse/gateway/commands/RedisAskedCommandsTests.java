package de.aktienanalyse.gateway.commands;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.gateway.commands.AskedCommands.Asked;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisAskedCommandsTests {
    private static final String KEY = "aktienanalyse:gateway:asks:";

    private static TestRedis redis;
    private static RedisLink link;
    private static RedisAskedCommands asked;

    @BeforeAll
    static void start() {
        redis = TestRedis.start();
        link = new RedisLink(redis.url());
        link.open();
        asked = new RedisAskedCommands(link, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        link.close();
        redis.close();
    }

    @Test
    void theNextOneGetsAllAndSoDoesTheOneAfterIt() {
        asked.remember("one", "a");
        asked.remember("one", "b");
        asked.told("one", "a");
        asked.told("one", "never asked");
        asked.remember("two", "a");

        assertThat(asked.inherit("one", "two").join())
                .containsExactlyInAnyOrder(new Asked("a", true), new Asked("b", false));
        assertThat(asked.inherit("two", "three").join())
                .as("a was asked again meanwhile")
                .containsExactlyInAnyOrder(new Asked("a", false), new Asked("b", false));
        assertThat(link.sync().ttl(KEY + "two")).isBetween(86_000L, 86_400L);

        asked.forget("two", List.of("a", "b"));
        assertThat(asked.inherit("two", "four").join()).isEmpty();
        assertThat(asked.inherit("nobody", "five").join()).isEmpty();
    }

    @Test
    void ofMoreThanAThousandTheOpenAndNewestAreKept() {
        IntStream.rangeClosed(1, 1_000).forEach(i -> asked.remember("many", "id-" + i));
        asked.told("many", "id-1000");
        asked.remember("many", "open");

        assertThat(asked.inherit("many", "next").join())
                .hasSize(1_000)
                .doesNotContain(new Asked("id-1000", true))
                .contains(new Asked("id-1", false), new Asked("open", false));
    }
}
