package de.aktienanalyse.gateway;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.bus.RedisLink;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Says EVERY events as a service's relay does, by the bus's own script, without a database.
final class StreamPublisher {
    private final EventCodec codec = new EventCodec();
    private final RedisLink redis;
    private final String script;
    private final Map<String, Long> numbers = new HashMap<>();

    StreamPublisher(RedisLink redis) {
        this.redis = redis;
        try (InputStream in = EventCodec.class.getResourceAsStream("publish.lua")) {
            if (in == null) {
                throw new AssertionError("The bus has a script");
            }
            this.script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void say(int partition, Event event) {
        say(partition, event, event.routingKey(), null, null);
    }

    /// Into the stream only, as when Pub/Sub lost the message.
    void sayUnheard(int partition, Event event) {
        say(partition, event, "nobody.listens", null, null);
    }

    void say(
            int partition,
            Event event,
            String channel,
            @Nullable String correlationId,
            @Nullable Boolean republished) {
        String type = EventTypes.nameOf(event.getClass());
        String name = EventTypes.familyOf(type) + "." + partition;
        EventEnvelope<Event> envelope =
                new EventEnvelope<>(
                        type,
                        UUID.randomUUID().toString(),
                        SampleEvents.TIME,
                        "test",
                        EventEnvelope.VERSION,
                        event,
                        event.routingKey(),
                        correlationId,
                        null,
                        null,
                        null,
                        republished,
                        null,
                        null);
        long number = numbers.merge(name, 1L, Long::sum);
        redis.sync()
                .eval(
                        script,
                        ScriptOutputType.MULTI,
                        new String[] {Keys.stream(name), Keys.meta(name)},
                        bytes("run-1"),
                        bytes("1700000000000"),
                        bytes("test"),
                        bytes(Long.toString(number)),
                        bytes(Long.toString(number - 1)),
                        bytes(name),
                        bytes(channel),
                        codec.encode(envelope));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
