package de.aktienanalyse.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event on the wire: one JSON object, snake_case, decimals with full scale, times ISO-8601 UTC.
///
/// @param eventId UUIDv7 for our own, any string up to 128 characters for foreign ones
/// @param source who said it, `verwaltung.broker-integration`
/// @param version of the event's schema, `1.0`
/// @param routingKey the Pub/Sub channel
/// @param correlationId the client's own id of the command that started all this
/// @param causationId the event or command that caused this one directly
/// @param actor the user on whose behalf it happened
/// @param traceparent W3C trace context
/// @param position where the bus keeps it: `<family>.<p>@<epoch>-<sequence>`, `latest@<version>` or
///   `-`; null until the bus has taken it
/// @param republished true when it is said again after Redis lost it
/// @param replay id of the replay it belongs to; no order or notification may come of a replayed
///   event
public record EventEnvelope<E extends Event>(
        String eventType,
        String eventId,
        Instant timestamp,
        String source,
        String version,
        E data,
        String routingKey,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String actor,
        @Nullable String traceparent,
        @Nullable Boolean republished,
        @Nullable String replay,
        @Nullable String position) {

    public static final String VERSION = "1.0";

    /// Whether it is told again from the journal rather than news.
    public boolean replayed() {
        return replay != null;
    }

    /// The class that the record declares.
    public Delivery delivery() {
        return EventTypes.deliveryOf(data.getClass());
    }

    /// The same event at another place of the bus.
    public EventEnvelope<E> at(String newPosition) {
        return new EventEnvelope<>(
                eventType,
                eventId,
                timestamp,
                source,
                version,
                data,
                routingKey,
                correlationId,
                causationId,
                actor,
                traceparent,
                republished,
                replay,
                newPosition);
    }
}
