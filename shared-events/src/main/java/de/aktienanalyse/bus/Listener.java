package de.aktienanalyse.bus;

import de.aktienanalyse.bus.EventBus.RawWatcher;
import de.aktienanalyse.bus.EventBus.Watcher;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears Pub/Sub: one broad pattern per family, subscribed once (pitfall 4; overlapping patterns
/// would deliver twice). The driver's thread only looks at the position and hands over (pitfall 2);
/// watchers of a family run on one thread, so that order stays (pitfall 3).
final class Listener {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final int WAITING = 10_000;

    private final RedisLink redis;
    private final Registry registry;
    private final EventCodec codec;
    private final BusMetrics metrics;
    private final Map<String, BlockingQueue<RawEvent>> families = new HashMap<>();
    private Consumer<String> hint = partition -> {};
    private @Nullable HearingLink link;

    Listener(RedisLink redis, Registry registry, EventCodec codec, BusMetrics metrics) {
        this.redis = redis;
        this.registry = registry;
        this.codec = codec;
        this.metrics = metrics;
    }

    /// @param reacted families that some group reads; their messages are hints
    /// @param onHint told the partition that has something new
    void start(
            Set<String> reacted, Consumer<String> onHint, Map<String, Consumer<byte[]>> channels) {
        hint = onHint;
        for (String family : registry.watchedFamilies()) {
            BlockingQueue<RawEvent> queue = new ArrayBlockingQueue<>(WAITING);
            families.put(family, queue);
            Thread.ofVirtual().name("watch-" + family).start(() -> watch(queue));
        }
        Set<String> all = new TreeSet<>(reacted);
        all.addAll(registry.listenedFamilies());
        link =
                new HearingLink(
                        redis,
                        all.stream().map(family -> family + ".*").toList(),
                        channels.keySet(),
                        new RedisPubSubAdapter<>() {
                            @Override
                            public void message(String pattern, String channel, byte[] message) {
                                heard(channel, message);
                            }

                            @Override
                            public void message(String channel, byte[] message) {
                                Consumer<byte[]> hearer = channels.get(channel);
                                if (hearer != null) {
                                    hearer.accept(message);
                                }
                            }
                        },
                        metrics);
        Patience.forRedis(link::open);
    }

    /// To be called at regular times, so that a link that hears nothing any more is made anew.
    void look() {
        if (link != null) {
            link.look();
        }
    }

    private void heard(String channel, byte[] json) {
        RawEvent raw = new RawEvent(channel, json);
        for (RawWatcher watcher : registry.rawWatchers()) {
            watcher.on(raw);
        }
        String position = raw.position();
        if (position == null) {
            // A foreigner's; event-bus-service adopts it, and the copy has a position.
            return;
        }
        int at = position.indexOf('@');
        if (at > 0 && !position.startsWith("latest@")) {
            hint.accept(position.substring(0, at));
        }
        BlockingQueue<RawEvent> queue = families.get(EventTypes.familyOf(channel));
        if (queue != null) {
            while (!queue.offer(raw)) {
                // Watching may miss: the oldest goes, so that what is watched stays fresh.
                if (queue.poll() != null) {
                    metrics.shed(EventTypes.familyOf(channel));
                }
            }
        }
    }

    private void watch(BlockingQueue<RawEvent> queue) {
        try {
            while (true) {
                dispatch(queue.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dispatch(RawEvent raw) {
        switch (codec.decode(raw.json())) {
            case Decoded.Known known -> tell(known.envelope());
            case Decoded.UnknownType _ -> metrics.unknown();
            case Decoded.Malformed _ -> metrics.malformed("pubsub");
        }
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
