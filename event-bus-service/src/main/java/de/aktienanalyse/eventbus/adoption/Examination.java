package de.aktienanalyse.eventbus.adoption;

import de.aktienanalyse.bus.Decoded;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.EventCodec.Fallback;
import de.aktienanalyse.eventbus.adoption.Verdict.Reason;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Looks whether a foreign message is an event. Whatever it is, the answer is a verdict.
final class Examination {
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_ROUTING_KEY = 256;

    private final EventCodec codec;
    private final Clock clock;
    private final RandomGenerator random;

    Examination(EventCodec codec, Clock clock, RandomGenerator random) {
        this.codec = codec;
        this.clock = clock;
        this.random = random;
    }

    Verdict of(ForeignMessage message) {
        if (message.isTooLarge()) {
            return new Verdict.Refuse(
                    Reason.TOO_LARGE, message.size() + " bytes, 1 MiB is the most", null);
        }
        try {
            return switch (codec.decode(message.json(), fallback(message))) {
                case Decoded.Known known -> judge(known.envelope());
                case Decoded.UnknownType unknown ->
                        new Verdict.Refuse(
                                Reason.UNKNOWN_TYPE,
                                "No event is called " + abbreviated(unknown.eventType()),
                                "event_type");
                case Decoded.Malformed malformed ->
                        new Verdict.Refuse(
                                reasonFor(malformed), malformed.reason(), malformed.field());
            };
        } catch (RuntimeException e) {
            // A record that accepts at birth what it cannot name or write: the sender's fault, not
            // ours.
            return new Verdict.Refuse(Reason.INVALID_FIELD, String.valueOf(e.getMessage()), null);
        }
    }

    private Verdict judge(EventEnvelope<Event> heard) {
        EventEnvelope<Event> envelope = asNews(heard);
        Optional<Verdict.Refuse> unfit =
                unfit(envelope.eventId(), LONGEST_NAME, "event_id")
                        .or(() -> unfit(envelope.source(), LONGEST_NAME, "source"))
                        .or(() -> unfit(envelope.correlationId(), LONGEST_NAME, "correlation_id"))
                        .or(() -> unfit(envelope.causationId(), LONGEST_NAME, "causation_id"))
                        .or(() -> unfit(envelope.actor(), LONGEST_NAME, "actor"))
                        .or(() -> unfit(envelope.traceparent(), LONGEST_NAME, "traceparent"))
                        .or(() -> unfit(envelope.data().subject(), LONGEST_NAME, "data"))
                        .or(() -> unfit(envelope.routingKey(), LONGEST_ROUTING_KEY, "routing_key"));
        if (unfit.isPresent()) {
            return unfit.get();
        }
        String family = EventTypes.familyOf(envelope.eventType());
        if (!envelope.routingKey().startsWith(family + ".")) {
            return new Verdict.Refuse(
                    Reason.INVALID_FIELD,
                    "must begin with \"" + family + ".\", or nobody would hear it",
                    "routing_key");
        }
        // A number that is short to read may be endless to write: 1e9000.
        int written = codec.encode(envelope).length;
        if (written > EventCodec.MAX_BYTES) {
            return new Verdict.Refuse(
                    Reason.TOO_LARGE, written + " bytes when written out, 1 MiB is the most", null);
        }
        return new Verdict.Adopt(envelope);
    }

    /// Position, replay and republished are the bus's own to say: taken from a foreigner, they
    /// would make orders and notifications look away.
    private static EventEnvelope<Event> asNews(EventEnvelope<Event> heard) {
        return new EventEnvelope<>(
                heard.eventType(),
                heard.eventId(),
                heard.timestamp(),
                heard.source(),
                heard.version(),
                heard.data(),
                heard.routingKey(),
                heard.correlationId(),
                heard.causationId(),
                heard.actor(),
                heard.traceparent(),
                null,
                null,
                null);
    }

    /// Names stand in columns, keys and log lines: they are short and have no control characters.
    private static Optional<Verdict.Refuse> unfit(
            @Nullable String value, int longest, String field) {
        if (value == null) {
            return Optional.empty();
        }
        String problem =
                value.length() > longest
                        ? "must not be longer than " + longest + " characters"
                        : value.chars().anyMatch(Character::isISOControl)
                                ? "must not contain control characters"
                                : "";
        return problem.isEmpty()
                ? Optional.empty()
                : Optional.of(new Verdict.Refuse(Reason.INVALID_FIELD, problem, field));
    }

    private static Reason reasonFor(Decoded.Malformed malformed) {
        String field = malformed.field();
        if (field == null) {
            return Reason.NOT_JSON;
        }
        return field.equals("version") ? Reason.WRONG_VERSION : Reason.INVALID_FIELD;
    }

    private static String abbreviated(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }

    private Fallback fallback(ForeignMessage message) {
        if (message.ownId() != null) {
            return new Fallback(message.ownId(), clock.instant());
        }
        long milliseconds = clock.millis();
        // UUIDv7 (RFC 9562 §5.7), as our own events have.
        long high = (milliseconds << 16) | 0x7000L | (random.nextLong() & 0x0fffL);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new Fallback(new UUID(high, low).toString(), clock.instant());
    }
}
