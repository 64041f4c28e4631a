package de.aktienanalyse.gateway.outbound;

import de.aktienanalyse.events.Delivery;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What waits for one connection, in order. Only the writer's thread touches it.
///
/// While the socket takes what it is given, this is a plain ring. When it does not, and more than a
/// few wait, a newer LATEST message takes the place of the older one of its key.
final class OutboundQueue {

    enum Offer {
        TAKEN,
        /// It replaced an older value of its key.
        CONFLATED,
        /// It was left out.
        SHED,
        /// There is no room for a message that must not be left out.
        FULL
    }

    /// Where what is neither of a class is counted: pongs, answers, close frames.
    static final int OWN = Delivery.values().length;

    private static final int FIRST_ROOM = 16;

    /// A ring that grew beyond this is given back when it has run empty.
    private static final int KEPT_ROOM = 512;

    private static final int URGENT_BOUND = 256;
    private static final int TOTAL_PER_EVERY = 4;
    private static final @Nullable Frame[] NO_ROOM = {};
    private static final byte[] NOTHING = {};

    private final int everyBound;
    private final int conflateAbove;
    private final Wire wire;

    private @Nullable Frame[] ring = NO_ROOM;

    /// Places count up for ever; a place's slot is its number modulo the ring's length.
    private long head;

    private long tail;
    private int every;

    /// What may wait beyond the bounds until the queue has run empty.
    private int expected;

    private @Nullable ArrayDeque<byte[]> urgent;
    private byte @Nullable [] current;
    private int currentWritten;
    private @Nullable Map<String, Long> places;
    private @Nullable Map<String, Integer> conflated;

    OutboundQueue(int everyBound, int conflateAbove, Wire wire) {
        this.everyBound = everyBound;
        this.conflateAbove = conflateAbove;
        this.wire = wire;
    }

    /// So many messages come at once, a resume: they do not count as slowness.
    void expect(int messages) {
        // Not the sum: who asks again and again would lift the bound without end.
        expected = Math.max(expected, messages);
    }

    /// @param blocked whether the socket has not yet taken what it was given
    Offer offer(Frame frame, boolean blocked) {
        return switch (frame.delivery()) {
            case EVERY -> {
                if (every >= everyBound + expected || isFull()) {
                    yield Offer.FULL;
                }
                every++;
                append(frame);
                yield Offer.TAKEN;
            }
            case TRANSIENT -> {
                if (blocked || isFull()) {
                    yield Offer.SHED;
                }
                append(frame);
                yield Offer.TAKEN;
            }
            case LATEST -> offerLatest(frame, blocked);
        };
    }

    private Offer offerLatest(Frame frame, boolean blocked) {
        String key = frame.key();
        if (blocked && key != null && tail - head >= conflateAbove) {
            Map<String, Long> known = places();
            Long place = known.get(key);
            if (place != null && place >= head) {
                Frame older = ring[slot(place)];
                ring[slot(place)] = frame;
                countConflated(older == null ? frame.event() : older.event(), 1);
                return Offer.CONFLATED;
            }
            known.put(key, tail);
        } else if (places != null && key != null) {
            places.put(key, tail);
        }
        if (isFull()) {
            return Offer.FULL;
        }
        append(frame);
        return Offer.TAKEN;
    }

    /// Overtakes what waits, at a frame boundary: pongs, answers, close.
    ///
    /// @return false when too many of these wait already
    boolean offerFirst(byte[] frame) {
        ArrayDeque<byte[]> first = urgent;
        if (first == null) {
            first = new ArrayDeque<>(2);
            urgent = first;
        }
        if (first.size() >= URGENT_BOUND) {
            return false;
        }
        first.add(frame);
        return true;
    }

    /// Forgets what waits, except the frame that is half written and answers, which may say why it
    /// ends, and says `frame` last.
    void endWith(byte[] frame) {
        ring = NO_ROOM;
        head = 0;
        tail = 0;
        every = 0;
        expected = 0;
        places = null;
        ArrayDeque<byte[]> answers = urgent;
        if (answers == null) {
            answers = new ArrayDeque<>(1);
            urgent = answers;
        }
        answers.add(frame);
    }

    /// Nobody will take what waits.
    void forget() {
        endWith(NOTHING);
        urgent = null;
        current = null;
    }

    /// Takes nothing away and says `frame` last, behind all that waits.
    void endBehind(byte[] frame) {
        append(Frame.raw(frame));
    }

    boolean isEmpty() {
        return current == null && head == tail && (urgent == null || urgent.isEmpty());
    }

    int waiting() {
        return (int) (tail - head);
    }

    /// Moves bytes into `buffer` until it is full or nothing waits.
    ///
    /// @param sent counts the frames begun: per class, and ours at [#OWN]
    void fill(ByteBuffer buffer, long[] sent) {
        while (buffer.hasRemaining()) {
            byte[] frame = current;
            if (frame == null) {
                frame = next(sent);
                if (frame == null) {
                    break;
                }
                currentWritten = 0;
            }
            int count = Math.min(buffer.remaining(), frame.length - currentWritten);
            buffer.put(frame, currentWritten, count);
            currentWritten += count;
            current = currentWritten < frame.length ? frame : null;
        }
    }

    /// How many of each event were left out since this was last asked; empty when none were.
    Map<String, Integer> takeConflated() {
        Map<String, Integer> told = conflated;
        conflated = null;
        return told == null ? Map.of() : told;
    }

    boolean hasConflated() {
        return conflated != null;
    }

    void countConflated(String event, int count) {
        if (conflated == null) {
            conflated = new TreeMap<>();
        }
        conflated.merge(event, count, Integer::sum);
    }

    private byte @Nullable [] next(long[] sent) {
        byte[] first = urgent == null ? null : urgent.poll();
        if (first != null) {
            sent[OWN]++;
            return wire.of(first);
        }
        if (head == tail) {
            return null;
        }
        int slot = slot(head++);
        Frame frame = ring[slot];
        ring[slot] = null;
        if (head == tail) {
            ranEmpty();
        }
        if (frame == null) {
            throw new IllegalStateException("An empty place in the queue");
        }
        if (frame.delivery() == Delivery.EVERY) {
            every--;
        }
        sent[frame.delivery().ordinal()]++;
        return wire.of(frame.bytes());
    }

    private void ranEmpty() {
        places = null;
        expected = 0;
        if (ring.length > KEPT_ROOM) {
            ring = NO_ROOM;
            head = 0;
            tail = 0;
        }
    }

    /// Where each key waits. Built when the first message has to conflate, dropped when the queue
    /// has run empty.
    private Map<String, Long> places() {
        Map<String, Long> known = places;
        if (known == null) {
            known = new HashMap<>();
            for (long place = head; place < tail; place++) {
                Frame frame = ring[slot(place)];
                if (frame != null && frame.key() != null) {
                    known.put(frame.key(), place);
                }
            }
            places = known;
        }
        return known;
    }

    private boolean isFull() {
        return tail - head >= (long) everyBound * TOTAL_PER_EVERY + expected;
    }

    private void append(Frame frame) {
        if (tail - head == ring.length) {
            grow();
        }
        ring[slot(tail++)] = frame;
    }

    private void grow() {
        @Nullable Frame[] wider = new Frame[Math.max(FIRST_ROOM, ring.length * 2)];
        for (long place = head; place < tail; place++) {
            wider[(int) (place & (wider.length - 1))] = ring[slot(place)];
        }
        Arrays.fill(ring, null);
        ring = wider;
    }

    private int slot(long place) {
        return (int) (place & (ring.length - 1));
    }
}
