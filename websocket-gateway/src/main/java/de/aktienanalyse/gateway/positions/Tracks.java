package de.aktienanalyse.gateway.positions;

import de.aktienanalyse.bus.Position;
import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.bus.StreamLog;
import de.aktienanalyse.bus.StreamLog.Head;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows every partition message by message. The message is a hint, the stream the truth: what
/// does not follow on what came before makes this read the stream; what is already known is
/// dropped.
///
/// Belongs to one thread, the newsroom's.
public final class Tracks {

    /// Gets each event once and in order.
    public interface Sink {
        void next(RawEvent raw, Place place);

        /// What lies before `place` and was not given to [#next] is lost.
        void broken(Place place, String reason);

        /// Events were read from a stream because their messages did not come.
        void repaired(int count);
    }

    private static final Logger log = LoggerFactory.getLogger(Tracks.class);
    private static final int PAGE = 1_000;
    private static final long PATIENCE_S = 5;
    private static final long BEAT = TimeUnit.SECONDS.toNanos(1);

    private final StreamLog stream;
    private final Sink sink;
    private final Positions now = new Positions();
    private final boolean[] known = new boolean[Positions.COUNT];
    private final Head[] heads = new Head[Positions.COUNT];
    private final CompletableFuture<Boolean> oriented = new CompletableFuture<>();
    private @Nullable CompletableFuture<Map<String, Head>> asked;
    private long askAt = System.nanoTime();
    private boolean troubled;

    public Tracks(StreamLog stream, Sink sink) {
        this.stream = stream;
        this.sink = sink;
        for (int partition = 0; partition < Positions.COUNT; partition++) {
            heads[partition] = new Head(Position.start(Positions.nameOf(partition)), Map.of());
        }
    }

    /// Done when every partition's position is known. What was heard before that is not news.
    public CompletableFuture<Boolean> oriented() {
        return oriented;
    }

    /// An event of class EVERY came by Pub/Sub.
    public void hear(RawEvent raw) {
        Place place = placeOf(raw);
        // Before the first look at the heads it is not known what is new; the look finds it.
        if (place != null && known[place.partition()] && isNew(place)) {
            if (!follows(place)) {
                fillHole(place);
            }
            if (isNew(place) && follows(place)) {
                take(raw, place);
            }
        }
    }

    private void fillHole(Place upTo) {
        try {
            readOn(upTo.partition());
        } catch (UnreadableException e) {
            complain(e);
            return;
        }
        if (isNew(upTo) && !follows(upTo)) {
            // Neither the stream has what lies between.
            breakAt(upTo, "trimmed");
        }
    }

    /// Nanoseconds until [#beat] wants to be called.
    public long untilBeat() {
        // While an answer is awaited, look at it soon.
        return asked != null
                ? TimeUnit.MILLISECONDS.toNanos(5)
                : Math.max(0, askAt - System.nanoTime());
    }

    /// A lost last message leaves no hole: compares with the heads of the streams each second.
    public void beat() {
        CompletableFuture<Map<String, Head>> answer = asked;
        long time = System.nanoTime();
        if (answer == null && time - askAt >= 0) {
            asked = stream.heads();
        } else if (answer != null && answer.isDone()) {
            asked = null;
            askAt = time + BEAT;
            try {
                compare(answer.join());
                troubled = false;
            } catch (RuntimeException | UnreadableException e) {
                // At the start, ask again soon: nobody can be served before.
                askAt = oriented.isDone() ? askAt : time + BEAT / 20;
                complain(e);
            }
        }
    }

    private void compare(Map<String, Head> told) throws UnreadableException {
        for (int partition = 0; partition < Positions.COUNT; partition++) {
            Head head = told.get(Positions.nameOf(partition));
            if (head == null) {
                continue;
            }
            Head before = heads[partition];
            heads[partition] = head;
            if (!known[partition]) {
                known[partition] = true;
                now.set(partition, head.end().epoch(), head.end().sequence());
                sink.broken(place(partition, head.end()), "start");
            } else if (before.end().isAfter(head.end())
                    && now.epoch(partition) <= before.end().epoch()) {
                breakBehind(place(partition, head.end()), "epoch");
            } else if (before.end().isAfter(now.at(partition))) {
                // Said more than a second ago and still not heard.
                readOn(partition);
            }
        }
        oriented.complete(true);
    }

    private void readOn(int partition) throws UnreadableException {
        int count;
        int repaired = 0;
        do {
            List<RawEvent> entries = await(stream.after(now.at(partition), PAGE));
            count = entries.size();
            for (RawEvent entry : entries) {
                Place place = placeOf(entry);
                if (place != null && isNew(place)) {
                    if (!follows(place)) {
                        breakAt(place, "trimmed");
                    }
                    take(entry, place);
                    repaired++;
                }
            }
        } while (count == PAGE);
        if (repaired > 0) {
            sink.repaired(repaired);
        }
    }

    private boolean isNew(Place place) {
        int partition = place.partition();
        return place.epoch() == now.epoch(partition)
                ? place.sequence() > now.sequence(partition)
                : place.epoch() > now.epoch(partition);
    }

    private boolean follows(Place place) {
        int partition = place.partition();
        if (place.sequence() != now.sequence(partition) + 1) {
            return false;
        }
        if (place.epoch() == now.epoch(partition) || now.epoch(partition) == 0) {
            return true;
        }
        // The sequence goes on over epochs, unless the end of the old one was lost.
        if (heads[partition].end().epoch() != place.epoch()) {
            refreshHeads();
        }
        Long end = heads[partition].epochEnds().get(now.epoch(partition));
        return end != null && end == now.sequence(partition);
    }

    private void refreshHeads() {
        // An answer that is still on its way is older than this one.
        asked = null;
        askAt = System.nanoTime() + BEAT;
        try {
            await(stream.heads()).forEach((name, head) -> heads[Positions.numberOf(name)] = head);
        } catch (UnreadableException e) {
            complain(e);
        }
    }

    private void take(RawEvent raw, Place place) {
        now.set(place.partition(), place.epoch(), place.sequence());
        sink.next(raw, place);
    }

    /// Goes on with `next`, whatever lay before it.
    private void breakAt(Place next, String reason) {
        boolean sameEpoch = next.epoch() == now.epoch(next.partition());
        breakBehind(
                new Place(next.partition(), next.epoch(), next.sequence() - 1),
                sameEpoch ? reason : "epoch");
    }

    private void breakBehind(Place last, String reason) {
        log.warn(
                "{} goes on behind {}-{}: {}",
                Positions.nameOf(last.partition()),
                last.epoch(),
                last.sequence(),
                reason);
        now.set(last.partition(), last.epoch(), last.sequence());
        sink.broken(last, reason);
    }

    private static Place place(int partition, Position position) {
        return new Place(partition, position.epoch(), position.sequence());
    }

    /// Where an event stands; null when it has no position in a partition we know.
    public static @Nullable Place placeOf(RawEvent raw) {
        String text = raw.position();
        Position position = text == null ? null : Position.parse(text);
        int partition = position == null ? -1 : Positions.numberOf(position.partition());
        return position == null || partition < 0 ? null : place(partition, position);
    }

    private static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(Throwable cause) {
            super(cause);
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws UnreadableException {
        try {
            return future.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreadableException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnreadableException(e);
        }
    }

    private void complain(Exception e) {
        if (!troubled && oriented.isDone()) {
            log.warn("The streams cannot be read; tried again each second: {}", e.toString());
        }
        troubled = true;
    }
}
