package de.aktienanalyse.bus;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says what may be lost: `LATEST` with a version that the script compares, `TRANSIENT` by plain
/// `PUBLISH`.
final class LatestSayer {
    private static final Logger log = LoggerFactory.getLogger(LatestSayer.class);
    private static final byte[] SCRIPT = RedisLink.script("latest.lua");
    private static final String SHA = sha1(SCRIPT);

    /// How many of the own channels have no value. One call, and no value travels for it.
    private static final String MISSING =
            """
            local missing = 0
            for _, channel in ipairs(ARGV) do
              missing = missing + 1 - redis.call('HEXISTS', KEYS[1], channel)
            end
            return missing
            """;

    private static final long TAKEN = 1;

    private record Said(String family, String channel, long ms, long counter, byte[] json) {
        boolean newerThan(Said other) {
            return ms > other.ms || (ms == other.ms && counter > other.counter);
        }
    }

    private final RedisLink redis;
    private final EventCodec codec;
    private final BusMetrics metrics;

    /// Talking to Redis may wait: never on the caller's thread, which may be within a transaction,
    /// and one at a time, so that order stays.
    private final Executor line;

    private final AtomicLong counter = new AtomicLong();
    private final Map<String, Said> current = new ConcurrentHashMap<>();
    private final AtomicBoolean sayingAgain = new AtomicBoolean();

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
        current.merge(said.channel(), said, (a, b) -> b.newerThan(a) ? b : a);
        line.execute(() -> send(said));
    }

    void transientOne(EventEnvelope<Event> envelope) {
        byte[] json = codec.encode(envelope.at("-"));
        line.execute(() -> {
            try {
                redis.async()
                        .publish(envelope.routingKey(), json)
                        .whenComplete((_, failure) -> {
                            if (failure != null) {
                                metrics.notSaid("TRANSIENT");
                            }
                        });
            } catch (RuntimeException e) {
                metrics.notSaid("TRANSIENT");
            }
        });
    }

    /// After Redis came back, perhaps without its data: everybody's current value, so that none is
    /// missing. Many may ask for it at once.
    void again() {
        if (sayingAgain.compareAndSet(false, true)) {
            line.execute(() -> {
                sayingAgain.set(false);
                if (loadScript()) {
                    current.values().forEach(this::send);
                }
            });
        }
    }

    /// Redis may lose its data while the link stays (`FLUSHALL`). How many values it holds tells
    /// nothing: others say theirs into the same hash.
    void compareWithRedis() {
        Map<String, List<byte[]>> said = new HashMap<>();
        current.values()
                .forEach(value ->
                        said.computeIfAbsent(value.family(), _ -> new ArrayList<>())
                                .add(bytes(value.channel())));
        said.forEach((family, channels) ->
                redis.async()
                        .<Long>eval(
                                MISSING,
                                ScriptOutputType.INTEGER,
                                new String[] {Keys.latest(family)},
                                channels.toArray(byte[][]::new))
                        .thenAccept(missing -> {
                            if (missing > 0) {
                                again();
                            }
                        }));
    }

    private boolean loadScript() {
        try {
            redis.sync().scriptLoad(SCRIPT);
            return true;
        } catch (RuntimeException e) {
            log.debug("The script is loaded when Redis is back", e);
            return false;
        }
    }

    private void send(Said said) {
        try {
            redis.async()
                    .<Long>evalsha(
                            SHA,
                            ScriptOutputType.INTEGER,
                            new String[] {Keys.latest(said.family())},
                            bytes(said.channel()),
                            bytes(Long.toString(said.ms())),
                            bytes(Long.toString(said.counter())),
                            said.json())
                    .whenComplete((reply, failure) -> {
                        if (failure == null) {
                            metrics.latest(said.family(), reply == TAKEN ? "OK" : "REFUSED");
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
            again();
            return;
        }
        metrics.notSaid("LATEST");
        log.debug("A LATEST event was not said", failure);
    }

    private static String sha1(byte[] script) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(script));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java knows SHA-1", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
