package de.aktienanalyse.bus;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says what may be lost: `LATEST` with a version that the script compares, `TRANSIENT` by plain
/// `PUBLISH`.
final class LatestSayer {
    private static final Logger log = LoggerFactory.getLogger(LatestSayer.class);

    private record Said(String family, String channel, long ms, long counter, byte[] json) {}

    private final RedisLink redis;
    private final EventCodec codec;
    private final BusMetrics metrics;

    /// Talking to Redis may wait (scripts to load after a reconnect): never on the caller's thread,
    /// which may be within a transaction, and one at a time, so that order stays.
    private final Executor line;

    private final AtomicLong counter = new AtomicLong();
    private final Map<String, Said> current = new ConcurrentHashMap<>();

    LatestSayer(RedisLink redis, EventCodec codec, BusMetrics metrics, Executor line) {
        this.redis = redis;
        this.codec = codec;
        this.metrics = metrics;
        this.line = line;
    }

    void latest(EventEnvelope<Event> envelope) {
        Said said =
                new Said(
                        EventTypes.familyOf(envelope.eventType()),
                        envelope.routingKey(),
                        envelope.timestamp().toEpochMilli(),
                        counter.incrementAndGet(),
                        codec.encode(envelope));
        current.put(said.channel(), said);
        line.execute(() -> send(said));
    }

    void transientOne(EventEnvelope<Event> envelope) {
        byte[] json = codec.encode(envelope.at("-"));
        line.execute(() -> {
            try {
                redis.async().publish(envelope.routingKey(), json);
            } catch (RuntimeException e) {
                metrics.notSaid("TRANSIENT");
            }
        });
    }

    /// After Redis came back, perhaps without its data: everybody's current value, so that none is
    /// missing.
    void again() {
        line.execute(() -> current.values().forEach(this::send));
    }

    private void send(Said said) {
        try {
            redis.runId();
            redis.async()
                    .evalsha(
                            redis.latestSha(),
                            ScriptOutputType.INTEGER,
                            new String[] {Keys.latest(said.family())},
                            bytes(said.channel()),
                            bytes(Long.toString(said.ms())),
                            bytes(Long.toString(said.counter())),
                            said.json())
                    .whenComplete((_, failure) -> {
                        if (failure == null) {
                            metrics.latest(said.family());
                        } else {
                            missed(failure);
                        }
                    });
        } catch (RuntimeException e) {
            missed(e);
        }
    }

    private void missed(Throwable failure) {
        if (failure instanceof RedisNoScriptException) {
            redis.forgetScripts();
            again();
        }
        metrics.notSaid("LATEST");
        log.debug("A LATEST event was not said", failure);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
