package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Flight.Call;
import de.aktienanalyse.bus.Flight.Landing;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The publish script takes several events at once, and each of them once.
class SpeakerTests {
    private static final String PARTITION = Keys.partition("trading", 3);

    @TempDir Path dir;

    private RedisProcess redis;
    private RedisClient client;
    private Speaker speaker;

    @BeforeEach
    void start() throws Exception {
        RedisProcess.assumeInstalled();
        redis = RedisProcess.start(dir.resolve("redis"));
        client = RedisClient.create(redis.url());
        speaker =
                new Speaker(
                        client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)));
    }

    @AfterEach
    void stop() {
        if (redis != null) {
            speaker.close();
            client.shutdown();
            redis.close();
        }
    }

    private static List<Outbox.Row> rows(long... numbers) {
        return LongStream.of(numbers)
                .mapToObj(number ->
                        new Outbox.Row(number, "trading", 3, "orders", payload(number), number))
                .toList();
    }

    private static String payload(long number) {
        return "{\"n\":" + number + "}";
    }

    private Landing say(long predecessor, long... numbers) throws InterruptedException {
        List<Call> calls = speaker.publish(rows(numbers), predecessor, "depot", 1_700_000_000_000L);
        List<Landing> landed = new ArrayList<>();
        new Flight(PARTITION, "", calls).land(100, Duration.ofSeconds(5), landed::add);
        return landed.getFirst();
    }

    /// What each entry says, and that it tells its own place.
    private List<Long> said() {
        return redis
                .call(commands -> commands.xrange(Keys.stream(PARTITION), Range.unbounded()))
                .stream()
                .map(entry -> {
                    String text =
                            new String(
                                    entry.getBody().get(Keys.EVENT_FIELD), StandardCharsets.UTF_8);
                    assertThat(text)
                            .endsWith(",\"position\":\"" + PARTITION + "@" + entry.getId() + "\"}");
                    return Long.valueOf(text.replaceAll("^\\{\"n\":(\\d+),.*", "$1"));
                })
                .toList();
    }

    @Test
    void whatIsThereOfSeveralIsNotSaidTwice() throws Exception {
        assertThat(say(0, 1, 2, 3)).isEqualTo(new Landing(3, 3, 0, -1));

        assertThat(say(1, 2, 3, 4, 5)).isEqualTo(new Landing(5, 2, 2, -1));
        assertThat(say(3, 4, 5)).isEqualTo(new Landing(5, 0, 2, -1));

        assertThat(said()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void noneOfSeveralIsTakenWhenOneBeforeThemIsMissing() throws Exception {
        say(0, 1, 2);

        assertThat(say(3, 4, 5)).isEqualTo(new Landing(0, 0, 0, 2));

        assertThat(said()).containsExactly(1L, 2L);
    }

    @Test
    void rowsThatWerePrunedInTheMiddleLeaveNoGap() throws Exception {
        assertThat(say(0, 1, 2, 6, 7)).isEqualTo(new Landing(7, 4, 0, -1));

        assertThat(say(7, 8)).isEqualTo(new Landing(8, 1, 0, -1));
        assertThat(said()).containsExactly(1L, 2L, 6L, 7L, 8L);
    }

    @Test
    void moreThanOneCallTakesComeInOrder() throws Exception {
        long[] many = LongStream.rangeClosed(1, 95).toArray();

        assertThat(say(0, many)).isEqualTo(new Landing(95, 95, 0, -1));

        assertThat(said()).containsExactlyElementsOf(LongStream.of(many).boxed().toList());
    }

    @Test
    void severalGoOnBehindAnEntryThatSomebodysHandPutIn() throws Exception {
        say(0, 1);
        redis.call(commands ->
                commands.xadd(
                        Keys.stream(PARTITION),
                        new XAddArgs().id("1900000000000-7"),
                        Map.of(Keys.EVENT_FIELD, "by hand".getBytes(StandardCharsets.UTF_8))));

        assertThat(say(1, 2, 3)).isEqualTo(new Landing(3, 2, 0, -1));

        List<String> ids =
                redis
                        .call(commands ->
                                commands.xrange(Keys.stream(PARTITION), Range.unbounded()))
                        .stream()
                        .map(StreamMessage::getId)
                        .toList();
        assertThat(ids).hasSize(4);
        assertThat(ids.subList(2, 4)).containsExactly("1900000000001-2", "1900000000001-3");
    }
}
