package de.aktienanalyse.gateway.positions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.Position;
import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.bus.StreamLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every event once and in order, whatever Pub/Sub does.
class TracksTests {
    private final Stream stream = new Stream();
    private final List<String> out = new ArrayList<>();
    private final Tracks tracks =
            new Tracks(
                    stream,
                    new Tracks.Sink() {
                        @Override
                        public void next(RawEvent raw, Place place) {
                            out.add(place.epoch() + "-" + place.sequence());
                        }

                        @Override
                        public void broken(Place place, String reason) {
                            if (!reason.equals("start")) {
                                out.add(reason + " " + place.epoch() + "-" + place.sequence());
                            }
                        }

                        @Override
                        public void repaired(int count) {
                            out.add("repaired " + count);
                        }
                    });

    /// A stream as a list, with the ends of its epochs.
    private static final class Stream implements StreamLog {
        private final List<String> ids = new ArrayList<>();
        private final Map<Long, Long> ends = new HashMap<>();

        @Override
        public CompletableFuture<Map<String, Head>> heads() {
            Position end = ids.isEmpty() ? Position.start("trading.1") : position(ids.getLast());
            return CompletableFuture.completedFuture(Map.of("trading.1", new Head(end, ends)));
        }

        @Override
        public CompletableFuture<List<RawEvent>> after(Position from, int limit) {
            return CompletableFuture.completedFuture(
                    ids.stream()
                            .filter(id -> position(id).isAfter(from))
                            .limit(limit)
                            .map(TracksTests::event)
                            .toList());
        }
    }

    private static Position position(String id) {
        Position position = Position.parse("trading.1@" + id);
        if (position == null) {
            throw new AssertionError(id);
        }
        return position;
    }

    private static RawEvent event(String id) {
        return new RawEvent(
                "trading.order.executed.AAPL",
                ("{\"position\":\"trading.1@" + id + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void start() {
        stream.ids.add("10-1");
        beat();
        assertThat(tracks.oriented()).isCompleted();
    }

    /// Asks for the heads, then looks at them.
    private void beat() {
        await().until(() -> tracks.untilBeat() == 0);
        tracks.beat();
        tracks.beat();
    }

    private void said(String id) {
        stream.ids.add(id);
    }

    private void heard(String id) {
        tracks.hear(event(id));
    }

    @Test
    void whatComesInOrderPassesAndWhatComesTwiceDoesNot() {
        for (String id : List.of("10-1", "10-2", "10-3", "10-2", "10-3", "10-4")) {
            heard(id);
        }
        assertThat(out).containsExactly("10-2", "10-3", "10-4");
    }

    @Test
    void aHoleIsReadFromTheStreamAndTheRestThatComesLateIsKnown() {
        List.of("10-2", "10-3", "10-4").forEach(this::said);
        heard("10-4");
        heard("10-2");
        heard("10-3");
        heard("10-5");

        assertThat(out).containsExactly("10-2", "10-3", "10-4", "repaired 3", "10-5");
    }

    @Test
    void aLostLastMessageIsFoundByTheBeat() {
        said("10-2");
        beat();
        assertThat(out).as("it may still be on its way").isEmpty();
        beat();

        assertThat(out).containsExactly("10-2", "repaired 1");
    }

    @Test
    void whatTheStreamNoLongerHasIsSaidToBeLost() {
        said("10-7");
        heard("10-7");

        assertThat(out).containsExactly("trimmed 10-6", "10-7", "repaired 1");
    }

    @Test
    void theSequenceGoesOnOverAnEpochThatEndedWhereWeAre() {
        stream.ends.put(10L, 1L);
        said("20-2");
        heard("20-2");

        assertThat(out).containsExactly("20-2");
    }

    @Test
    void aHoleAcrossAnEpochIsRead() {
        stream.ends.put(10L, 2L);
        said("10-2");
        said("20-3");
        heard("20-3");

        assertThat(out).containsExactly("10-2", "20-3", "repaired 2");
    }

    @Test
    void whatWeHeardAndRedisLostBreaksTheTrack() {
        heard("10-2");
        stream.ends.put(10L, 1L);
        said("20-2");
        heard("20-2");
        heard("20-3");

        assertThat(out).containsExactly("10-2", "epoch 20-1", "20-2", "repaired 1", "20-3");
    }

    @Test
    void anEmptiedRedisBreaksTheTrackAndAFirstMessageFollows() {
        stream.ids.clear();
        beat();
        said("30-1");
        heard("30-1");

        assertThat(out).containsExactly("epoch 0-0", "30-1");
    }
}
