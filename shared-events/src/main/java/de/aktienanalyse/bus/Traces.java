package de.aktienanalyse.bus;

import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Ties together what belongs together across services: the log lines of a reaction or a command
/// carry its ids, and where somebody collects traces there are spans for what is said and what is
/// done about it. Who began a trace is told by `traceparent` in the envelope (W3C), which is kept
/// as it is while nobody collects.
final class Traces {
    static final String CORRELATION_ID = "correlation_id";
    static final String EVENT_ID = "event_id";

    /// The setting that says where traces go.
    static final String COLLECTOR = "management.opentelemetry.tracing.export.otlp.endpoint";

    private static final String TRACEPARENT = "traceparent";

    interface Work {
        void run() throws Exception;
    }

    private final ObservationRegistry observations;
    private final Clock clock;
    private final Propagator spans;

    Traces(ObservationRegistry observations, Clock clock) {
        this(observations, clock, Propagator.NOOP);
    }

    /// @param spans makes the spans of waiting, whose begin lies before they are known of
    Traces(ObservationRegistry observations, Clock clock, Propagator spans) {
        this.observations = observations;
        this.clock = clock;
        this.spans = spans;
    }

    /// Only log lines.
    static Traces none() {
        return new Traces(ObservationRegistry.NOOP, Clock.systemUTC());
    }

    /// Around what a group does about an event. How long the event waited for it is part of the
    /// span.
    void reacting(String group, EventEnvelope<?> heard, Work work) throws Exception {
        within(
                heard.correlationId(),
                heard.eventId(),
                "bus.reaction",
                group + " " + heard.eventType(),
                heard.traceparent(),
                heard.timestamp(),
                work);
    }

    /// Around carrying out a command.
    void commanded(CommandEnvelope<?> command, Work work) throws Exception {
        within(
                command.correlationId(),
                command.commandId(),
                "bus.command",
                command.command(),
                command.traceparent(),
                command.timestamp(),
                work);
    }

    private void within(
            @Nullable String correlationId,
            String id,
            String name,
            String what,
            @Nullable String traceparent,
            Instant since,
            Work work)
            throws Exception {
        try (MDC.MDCCloseable _ = MDC.putCloseable(EVENT_ID, id);
                MDC.MDCCloseable _ =
                        MDC.putCloseable(
                                CORRELATION_ID, correlationId == null ? "-" : correlationId)) {
            if (observations.isNoop()) {
                work.run();
            } else {
                observed(name, what, traceparent, since, work);
            }
        }
    }

    private void observed(
            String name, String what, @Nullable String traceparent, Instant since, Work work)
            throws Exception {
        ReceiverContext<Map<String, String>> context =
                new ReceiverContext<>((carrier, key) -> carrier.get(key), Kind.CONSUMER);
        Map<String, String> carrier =
                traceparent == null ? Map.of() : Map.of(TRACEPARENT, traceparent);
        context.setCarrier(carrier);
        if (traceparent != null) {
            waited(what, carrier, since);
        }
        Observation.createNotStarted(name, () -> context, observations)
                .contextualName(what)
                .lowCardinalityKeyValue("what", what)
                .highCardinalityKeyValue(
                        "waited_ms",
                        Long.toString(Duration.between(since, clock.instant()).toMillis()))
                .observeChecked(work::run);
    }

    /// From when it was said until somebody has time for it.
    private void waited(String what, Map<String, String> carrier, Instant since) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, since);
        spans.extract(carrier, Map::get)
                .name("wait " + what)
                .kind(Span.Kind.CONSUMER)
                .startTimestamp(micros, TimeUnit.MICROSECONDS)
                .start()
                .end();
    }

    /// The event with the trace it belongs to: within a reaction that one's, else the one that it
    /// came with.
    EventEnvelope<Event> saying(EventEnvelope<Event> envelope) {
        if (observations.isNoop()
                || (observations.getCurrentObservation() == null
                        && envelope.traceparent() != null)) {
            return envelope;
        }
        Map<String, String> carrier = new HashMap<>();
        SenderContext<Map<String, String>> context =
                new SenderContext<>(
                        (into, key, value) -> {
                            if (into != null) {
                                into.put(key, value);
                            }
                        },
                        Kind.PRODUCER);
        context.setCarrier(carrier);
        Observation.createNotStarted("bus.publish", () -> context, observations)
                .contextualName("say " + envelope.eventType())
                .lowCardinalityKeyValue("what", envelope.eventType())
                .observe(() -> {});
        String traceparent = carrier.get(TRACEPARENT);
        return traceparent == null ? envelope : with(traceparent, envelope);
    }

    private static EventEnvelope<Event> with(String traceparent, EventEnvelope<Event> envelope) {
        return new EventEnvelope<>(
                envelope.eventType(),
                envelope.eventId(),
                envelope.timestamp(),
                envelope.source(),
                envelope.version(),
                envelope.data(),
                envelope.routingKey(),
                envelope.correlationId(),
                envelope.causationId(),
                envelope.actor(),
                traceparent,
                envelope.republished(),
                envelope.replay(),
                envelope.position());
    }
}
