package de.aktienanalyse.bus;

import de.aktienanalyse.bus.EventBus.RawWatcher;
import de.aktienanalyse.events.EventTypes;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hears Pub/Sub: one broad pattern per family, subscribed once (pitfall 4; overlapping patterns
/// would deliver twice). The driver's thread only looks at the position and hands over (pitfall 2).
///
/// Whatever made the link anew, the driver or a look, each pattern is confirmed again: from there
/// on its family is heard, and what was said before may have been missed.
final class Listener {
    private static final String ALL_OF_IT = ".*";

    private final RedisLink redis;
    private final Registry registry;
    private final EventCodec codec;
    private final BusMetrics metrics;
    private final CurrentValues current;
    private final Map<String, WatchLine> families = new HashMap<>();
    private Consumer<String> hint = partition -> {};
    private @Nullable HearingLink link;

    Listener(
            RedisLink redis,
            Registry registry,
            EventCodec codec,
            BusMetrics metrics,
            CurrentValues current) {
        this.redis = redis;
        this.registry = registry;
        this.codec = codec;
        this.metrics = metrics;
        this.current = current;
    }

    /// @param reacted families that some group reads; their messages are hints
    /// @param onHint told the partition that has something new
    void start(
            Set<String> reacted, Consumer<String> onHint, Map<String, Consumer<byte[]>> channels) {
        hint = onHint;
        for (String family : registry.watchedFamilies()) {
            WatchLine line = new WatchLine(family, registry, codec, metrics, current);
            families.put(family, line);
            Thread.ofVirtual().name("watch-" + family).start(line);
        }
        current.tell(registry.latestFamilies(), this::current);
        Set<String> all = new TreeSet<>(reacted);
        all.addAll(registry.listenedFamilies());
        link =
                new HearingLink(
                        redis,
                        all.stream().map(family -> family + ALL_OF_IT).toList(),
                        channels.keySet(),
                        hearer(channels),
                        metrics);
        Patience.forRedis(link::open);
    }

    private RedisPubSubAdapter<String, byte[]> hearer(Map<String, Consumer<byte[]>> channels) {
        return new RedisPubSubAdapter<>() {
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

            @Override
            public void psubscribed(String pattern, long count) {
                current.heardFromNow(pattern.substring(0, pattern.length() - ALL_OF_IT.length()));
            }
        };
    }

    /// To be called at regular times, so that a link that hears nothing any more is made anew, and
    /// what could not be read is.
    void look() {
        if (link != null) {
            link.look();
        }
        current.look();
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
        if (at > 0 && !position.startsWith(LatestVersion.PREFIX)) {
            hint.accept(position.substring(0, at));
        }
        WatchLine line = families.get(EventTypes.familyOf(channel));
        if (line != null) {
            line.add(raw);
        }
    }

    private void current(String family, List<RawEvent> kept) {
        for (RawWatcher watcher : registry.rawWatchers()) {
            watcher.current(kept);
        }
        WatchLine line = families.get(family);
        if (line != null) {
            line.addCurrent(kept);
        }
    }
}
