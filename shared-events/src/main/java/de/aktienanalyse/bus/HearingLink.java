package de.aktienanalyse.bus;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Pub/Sub link that notices when it hears nothing any more although TCP is well: behind a proxy,
/// or at a Redis that is no longer the one where others publish (pitfall 1).
///
/// Each look publishes to a channel that only this link hears. Only what Redis took counts as
/// asked, so that neither an idle link nor a Redis that is away makes it trip, nor a process that
/// was stopped for a while.
final class HearingLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HearingLink.class);
    private static final int SILENT = 3;

    private final RedisLink redis;
    private final Collection<String> patterns;
    private final Collection<String> channels;
    private final RedisPubSubListener<String, byte[]> listener;
    private final BusMetrics metrics;
    private final String probe = Keys.PROBE + UUID.randomUUID();
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();
    private @Nullable StatefulRedisPubSubConnection<String, byte[]> connection;

    HearingLink(
            RedisLink redis,
            Collection<String> patterns,
            Collection<String> channels,
            RedisPubSubListener<String, byte[]> listener,
            BusMetrics metrics) {
        this.redis = redis;
        this.patterns = patterns;
        this.channels = channels;
        this.listener = listener;
        this.metrics = metrics;
    }

    synchronized void open() {
        StatefulRedisPubSubConnection<String, byte[]> opened = redis.newPubSub();
        try {
            opened.addListener(
                    new RedisPubSubAdapter<>() {
                        @Override
                        public void message(String channel, byte[] message) {
                            if (channel.equals(probe)) {
                                heard.set(asked.get());
                            }
                        }
                    });
            opened.addListener(listener);
            opened.sync().subscribe(probe);
            if (!patterns.isEmpty()) {
                opened.sync().psubscribe(patterns.toArray(String[]::new));
            }
            if (!channels.isEmpty()) {
                opened.sync().subscribe(channels.toArray(String[]::new));
            }
        } catch (RuntimeException e) {
            opened.closeAsync();
            throw e;
        }
        close();
        connection = opened;
        heard.set(asked.get());
    }

    /// To be called at regular times.
    synchronized void look() {
        if (connection == null || !connection.isOpen()) {
            // The driver knows, and mends it.
            heard.set(asked.get());
        } else if (asked.get() - heard.get() >= SILENT) {
            log.warn("A link to Redis hears nothing any more: it is made anew");
            metrics.linkMadeAnew("pubsub");
            open();
        }
        redis.async().publish(probe, new byte[0]).thenRun(asked::incrementAndGet);
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.closeAsync();
        }
    }
}
