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
    private final Map<String, RawEvent> newest = new LinkedHashMap<>();

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
                    yield newest.put(raw.channel(), raw) == null ? Offer.TAKEN : Offer.CONFLATED;
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
    void take(List<RawEvent> batch, int atMost, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (line.isEmpty() && newest.isEmpty() && left > 0) {
                left = somethingCame.awaitNanos(left);
            }
            while (batch.size() < atMost && !line.isEmpty()) {
                batch.add(line.remove());
            }
            Iterator<RawEvent> aside = newest.values().iterator();
            while (batch.size() < atMost && aside.hasNext()) {
                batch.add(aside.next());
                aside.remove();
            }
        } finally {
            lock.unlock();
        }
    }
}
