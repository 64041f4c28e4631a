package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.events.Delivery;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Between the thread that reads from Redis and the one that works: bounded, never waits, keeps the
/// promise of each class. When it is full, prices conflate by key, TRANSIENT is shed, and EVERY
/// gets the last of the room.
final class Intake {

    enum Offer {
        TAKEN,
        CONFLATED,
        SHED,
        /// An EVERY message found no room. It leaves a hole, which is read from the stream.
        LOST
    }

    /// How far beyond the bound EVERY may go.
    private static final int ROOM_FOR_EVERY = 4;

    private final int bound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingCame = lock.newCondition();
    private final ArrayDeque<RawEvent> line = new ArrayDeque<>();
    private final Map<String, Heard> newest = new LinkedHashMap<>();

    /// @param leftOut older values of its key that were left out for it
    record Heard(RawEvent raw, int leftOut) {}

    Intake(int bound) {
        this.bound = bound;
    }

    Offer offer(RawEvent raw, Delivery delivery) {
        lock.lock();
        try {
            boolean wasEmpty = line.isEmpty() && newest.isEmpty();
            Offer offer = put(raw, delivery);
            if (wasEmpty) {
                somethingCame.signal();
            }
            return offer;
        } finally {
            lock.unlock();
        }
    }

    private Offer put(RawEvent raw, Delivery delivery) {
        boolean full = line.size() >= bound;
        return switch (delivery) {
            case EVERY -> {
                if (line.size() >= bound * ROOM_FOR_EVERY) {
                    yield Offer.LOST;
                }
                line.add(raw);
                yield Offer.TAKEN;
            }
            case LATEST -> {
                // Once one waits aside, later ones must not overtake it.
                if (full || !newest.isEmpty()) {
                    Heard newer =
                            newest.merge(
                                    raw.channel(),
                                    new Heard(raw, 0),
                                    (older, _) -> new Heard(raw, older.leftOut() + 1));
                    yield newer.leftOut() == 0 ? Offer.TAKEN : Offer.CONFLATED;
                }
                line.add(raw);
                yield Offer.TAKEN;
            }
            case TRANSIENT -> {
                if (full) {
                    yield Offer.SHED;
                }
                line.add(raw);
                yield Offer.TAKEN;
            }
        };
    }

    /// Waits for something, at most so long, and moves up to `atMost` of it into `batch`.
    void take(List<Heard> batch, int atMost, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (line.isEmpty() && newest.isEmpty() && left > 0) {
                left = somethingCame.awaitNanos(left);
            }
            while (batch.size() < atMost && !line.isEmpty()) {
                batch.add(new Heard(line.remove(), 0));
            }
            Iterator<Heard> aside = newest.values().iterator();
            while (batch.size() < atMost && aside.hasNext()) {
                batch.add(aside.next());
                aside.remove();
            }
        } finally {
            lock.unlock();
        }
    }
}
