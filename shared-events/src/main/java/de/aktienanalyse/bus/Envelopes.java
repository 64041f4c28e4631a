package de.aktienanalyse.bus;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Puts events into envelopes in the name of one service.
final class Envelopes {
    private final String service;
    private final Clock clock;
    private final RandomGenerator random;

    Envelopes(String service, Clock clock, RandomGenerator random) {
        this.service = service;
        this.clock = clock;
        this.random = random;
    }

    Instant now() {
        return clock.instant();
    }

    EventEnvelope<Event> of(Event event, Cause cause) {
        Instant now = clock.instant();
        String source = EventTypes.sourceOf(event.getClass());
        return new EventEnvelope<>(
                EventTypes.nameOf(event.getClass()),
                newId(now).toString(),
                now.truncatedTo(ChronoUnit.MICROS),
                source.isEmpty() ? service : source,
                EventEnvelope.VERSION,
                event,
                event.routingKey(),
                cause.correlationId(),
                cause.causationId(),
                cause.actor(),
                cause.traceparent(),
                null,
                cause.replay(),
                null);
    }

    /// UUIDv7 (RFC 9562 §5.7): sorts by time.
    UUID newId(Instant now) {
        long high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
