package de.aktienanalyse.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Position;
import de.aktienanalyse.bus.StreamLog.Head;
import de.aktienanalyse.gateway.outbound.Connection;
import de.aktienanalyse.gateway.outbound.OutboundMetrics;
import de.aktienanalyse.gateway.outbound.OutboundProperties;
import de.aktienanalyse.gateway.outbound.Socket;
import de.aktienanalyse.gateway.outbound.Writer;
import de.aktienanalyse.gateway.positions.Place;
import de.aktienanalyse.gateway.positions.Positions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentTests {
    private static final int P = Positions.numberOf("trading.1");

    private final Recent recent = new Recent(10, Long.MAX_VALUE);
    private final Positions now = new Positions();

    @Test
    void theOldestGoesAndWhatIsReadBeforeItFits() {
        for (int i = 1; i <= 15; i++) {
            add(i);
        }
        assertThat(recent.first(P)).isEqualTo(6);
        assertThat(sequences()).containsExactly(6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

        recent.prepend(P, 3, List.of(told(3), told(4), told(5), told(6), told(7)));

        assertThat(recent.first(P)).isEqualTo(3);
        assertThat(sequences()).startsWith(3, 4, 5, 6).endsWith(15).hasSize(13);
        assertThat(recent.isLost(P, 3)).isFalse();
    }

    @Test
    void whatIsBusyMakesRoomNotWhatIsQuiet() {
        int quiet = Positions.numberOf("portfolio.0");
        for (int i = 1; i <= 3; i++) {
            recent.add(new Told.Passed(new Place(quiet, 1, i), false), new Place(quiet, 1, i));
        }
        for (int i = 1; i <= 100; i++) {
            add(i);
        }
        assertThat(recent.first(P)).isEqualTo(94);

        for (int i = 4; i <= 5; i++) {
            recent.add(new Told.Passed(new Place(quiet, 1, i), false), new Place(quiet, 1, i));
        }

        assertThat(recent.has(quiet, 1)).isTrue();
        assertThat(recent.first(P)).isEqualTo(96);
    }

    @Test
    void aHoleInWhatIsReadMakesTheOlderPartLost() {
        recent.restart(P, 10);
        now.set(P, 1, 9);
        recent.prepend(P, 3, List.of(told(3), told(4), told(7), told(8), told(9)));

        assertThat(recent.first(P)).isEqualTo(7);
        assertThat(recent.isLost(P, 6)).isTrue();
        assertThat(recent.isLost(P, 7)).isFalse();
    }

    @Test
    void aResumeKnowsWhatStandsBetween() {
        recent.restart(P, 10);
        now.set(P, 1, 9);
        add(10);

        assertThat(state(1, 9, null)).isEqualTo(new Resume.State.Ready(1));
        assertThat(state(1, 10, null)).isEqualTo(new Resume.State.Ready(0));
        assertThat(state(1, 11, null)).isInstanceOf(Resume.State.Ahead.class);
        assertThat(state(2, 1, null)).isInstanceOf(Resume.State.Ahead.class);
        assertThat(state(1, 8, null))
                .isEqualTo(new Resume.State.ToRead(Map.of(P, new Position("trading.1", 1, 8)), 2));
        now.set(P, 1, 20_010);
        assertThat(state(1, 9, null)).isEqualTo(new Resume.State.Hopeless("too_long"));
    }

    @Test
    void anEarlierEpochLeadsHereOnlyUpToItsEnd() {
        recent.restart(P, 1);
        for (int i = 1; i <= 9; i++) {
            add(i);
        }
        now.set(P, 5, 9);
        Head head = new Head(new Position("trading.1", 5, 9), Map.of(1L, 7L));

        assertThat(state(1, 7, null)).isEqualTo(new Resume.State.ToRead(Map.of(), 2));
        assertThat(state(1, 7, head)).isEqualTo(new Resume.State.Ready(2));
        assertThat(state(1, 8, head)).isEqualTo(new Resume.State.Hopeless("epoch"));
        assertThat(state(0, 0, head)).isEqualTo(new Resume.State.Ready(9));
    }

    static Connection connection() {
        Writer writer =
                new Writer(
                        new OutboundProperties(
                                100,
                                10,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1),
                                Duration.ofMillis(1),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1)),
                        new OutboundMetrics(new SimpleMeterRegistry()));
        Socket nowhere =
                new Socket() {
                    @Override
                    public Result write(ByteBuffer bytes, Done done) {
                        return Result.FAILED;
                    }

                    @Override
                    public void terminate() {}
                };
        return new Connection("id", "127.0.0.1", null, nowhere, writer);
    }

    private Resume.State state(long epoch, long sequence, @Nullable Head head) {
        Positions from = now.copy();
        from.set(P, epoch, sequence);
        Subscription wanted = new Subscription(new Glob("trading.*"), Set.of(), null, null, false);
        Resume resume = new Resume(connection());
        resume.headsAreFresh = head != null;
        resume.wishes.add(new Resume.Wish(List.of(wanted), from, false, null));
        return resume.state(now, recent, head == null ? null : Map.of("trading.1", head));
    }

    private void add(int sequence) {
        now.set(P, 1, sequence);
        recent.add(told(sequence), new Place(P, 1, sequence));
    }

    private static Told told(int sequence) {
        return new Told.Passed(new Place(P, 1, sequence), false);
    }

    private List<Integer> sequences() {
        List<Integer> sequences = new ArrayList<>();
        for (long at = recent.first(P); at <= now.sequence(P); at++) {
            Place place = recent.get(P, at).place();
            sequences.add(place == null ? -1 : (int) place.sequence());
        }
        return sequences;
    }
}
