package de.aktienanalyse.bus;

import de.aktienanalyse.bus.EventBus.Watcher;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What waits for the watchers of one family. One thread tells them, so that order stays (pitfall
/// 3), and never an older value of a `LATEST` key behind a newer one, nor the same one twice.
final class WatchLine implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(WatchLine.class);
    private static final int WAITING = 10_000;

    /// Stands in the line for [#kept].
    private static final RawEvent CURRENT = new RawEvent("", new byte[0]);

    private final String family;
    private final Registry registry;
    private final EventCodec codec;
    private final BusMetrics metrics;
    private final CurrentValues current;
    private final BlockingQueue<RawEvent> line = new ArrayBlockingQueue<>(WAITING);
    private final AtomicReference<@Nullable List<RawEvent>> kept = new AtomicReference<>();

    /// Of each key; the thread's own.
    private final Map<String, LatestVersion> told = new HashMap<>();

    WatchLine(
            String family,
            Registry registry,
            EventCodec codec,
            BusMetrics metrics,
            CurrentValues current) {
        this.family = family;
        this.registry = registry;
        this.codec = codec;
        this.metrics = metrics;
        this.current = current;
    }

    /// Never waits.
    void add(RawEvent raw) {
        while (!line.offer(raw)) {
            // Watching may miss: the oldest goes, so that what is watched stays fresh.
            RawEvent oldest = line.poll();
            if (oldest != null) {
                shed(oldest);
            }
        }
    }

    private void shed(RawEvent oldest) {
        if (oldest != CURRENT) {
            metrics.shed(family);
        }
        if (oldest == CURRENT || oldest.delivery() == Delivery.LATEST) {
            // It may have been the newest of its key.
            current.missed(family);
        }
    }

    /// What the bus keeps of the family: whatever of it is news is told.
    void addCurrent(List<RawEvent> values) {
        kept.set(values);
        add(CURRENT);
    }

    @Override
    public void run() {
        try {
            while (true) {
                RawEvent raw = line.take();
                List<RawEvent> values = raw == CURRENT ? kept.getAndSet(null) : List.of(raw);
                if (values != null) {
                    values.forEach(this::dispatch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dispatch(RawEvent raw) {
        if (isOld(raw)) {
            return;
        }
        switch (codec.decode(raw.json())) {
            case Decoded.Known known -> tell(known.envelope());
            case Decoded.UnknownType _ -> metrics.unknown();
            case Decoded.Malformed _ -> metrics.malformed("pubsub");
        }
    }

    private boolean isOld(RawEvent raw) {
        LatestVersion version = LatestVersion.of(raw.position());
        if (version == null) {
            return false;
        }
        LatestVersion before = told.get(raw.channel());
        if (before != null && version.compareTo(before) <= 0) {
            return true;
        }
        told.put(raw.channel(), version);
        return false;
    }

    private void tell(EventEnvelope<Event> envelope) {
        for (Watcher<Event> watcher : registry.watchers(envelope)) {
            try {
                watcher.on(envelope);
            } catch (Exception e) {
                metrics.failed("watch", envelope.eventType());
                log.warn("A watcher of {} failed: {}", envelope.eventType(), String.valueOf(e));
            }
        }
    }
}
