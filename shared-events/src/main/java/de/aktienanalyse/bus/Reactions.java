package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Marks.Failure;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.SystemEvent.ErrorOccurred;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Carries out the reactions of groups: inbox mark, effect and following events in one transaction,
/// under the fence of the owner.
final class Reactions implements GroupReader.Work {

    /// Says what follows, within the transaction around the call.
    interface Sayer {
        void say(Event event, Cause cause);
    }

    private static final String SYSTEM = "system";

    private final String service;
    private final Clock clock;
    private final Registry registry;
    private final Marks marks;
    private final Ownership ownership;
    private final Transactions transactions;
    private final EventCodec codec;
    private final BusMetrics metrics;
    private final Traces traces;
    private final Sayer sayer;
    private final Routing routing;
    private final Runnable buried;

    /// @param buried told that there is a dead letter more
    Reactions(
            String service,
            BusParts parts,
            Registry registry,
            RedisEventBus.Memory memory,
            Sayer sayer,
            Routing routing,
            Runnable buried) {
        this.service = service;
        this.clock = parts.clock();
        this.registry = registry;
        this.marks = memory.marks();
        this.ownership = memory.ownership();
        this.transactions = memory.transactions();
        this.codec = parts.codec();
        this.metrics = parts.metrics();
        this.traces = parts.traces();
        this.sayer = sayer;
        this.routing = routing;
        this.buried = buried;
    }

    @Override
    public void all(String claim, List<StreamEntry> entries) throws Exception {
        transactions.within(() -> {
            ownership.check(claim);
            for (StreamEntry entry : entries) {
                if (routing.routes(entry.group(), entry.eventType())) {
                    one(entry);
                } else {
                    metrics.unrouted(entry.group());
                }
            }
            return null;
        });
    }

    /// Carries out one entry of a replay, which was sent to this group and so needs no routing.
    void replayed(String claim, StreamEntry entry) throws Exception {
        transactions.within(() -> {
            ownership.check(claim);
            one(entry);
            return null;
        });
    }

    private void one(StreamEntry entry) throws Exception {
        EventEnvelope<Event> envelope = entry.envelope();
        if (envelope == null) {
            return;
        }
        List<Registry.Entry> reactions =
                registry.reactions(entry.group(), envelope.data().getClass());
        if (reactions.isEmpty()) {
            return;
        }
        if (marks.deadLetters().holdBack(entry.line())) {
            marks.deadLetters().bury(entry, Failure.BEHIND, true);
            buried.run();
            return;
        }
        act(entry, envelope, reactions);
    }

    /// Runs a dead letter, or what is parked behind one, in the transaction around the call.
    void again(DeadLetters.Row row) throws Exception {
        StreamEntry entry =
                read(
                        row.line().group(),
                        row.family(),
                        row.partitionNo(),
                        row.entryId(),
                        row.payload().getBytes(StandardCharsets.UTF_8));
        EventEnvelope<Event> envelope = entry.envelope();
        if (envelope != null) {
            act(entry, envelope, registry.reactions(entry.group(), envelope.data().getClass()));
        }
    }

    private void act(
            StreamEntry entry, EventEnvelope<Event> envelope, List<Registry.Entry> reactions)
            throws Exception {
        if (!marks.take(entry.group(), envelope.replay(), envelope.eventId())) {
            metrics.repeated(entry.group());
            return;
        }
        long begun = System.nanoTime();
        traces.reacting(
                entry.group(),
                envelope,
                () -> {
                    for (Registry.Entry reaction : reactions) {
                        if (envelope.replayed() && reaction.reaction() instanceof NewsOnly<?>) {
                            metrics.replayRefused(entry.group());
                        }
                        for (Event event : reaction.reaction().on(envelope)) {
                            sayer.say(event, Cause.of(envelope));
                        }
                    }
                });
        metrics.reacted(
                entry.group(), entry.eventType(), Duration.ofNanos(System.nanoTime() - begun));
    }

    @Override
    public void bury(String claim, StreamEntry entry, Failure failure) throws Exception {
        transactions.within(() -> {
            ownership.check(claim);
            marks.deadLetters().bury(entry, failure, false);
            buried.run();
            if (!entry.family().equals(SYSTEM)) {
                // Of what tells of failures nothing more is told, or one would lead to the next.
                sayer.say(
                        error(
                                entry.eventId(),
                                "dead_letter",
                                "%s could not take %s %s in %d attempts: %s"
                                        .formatted(
                                                entry.group(),
                                                entry.eventType(),
                                                entry.eventId(),
                                                failure.attempts(),
                                                failure.reason())),
                        Cause.NONE);
            }
            return null;
        });
    }

    @Override
    public void lost(String claim, String group, String partition, String id) throws Exception {
        String position = partition + "@" + id;
        transactions.within(() -> {
            ownership.check(claim);
            sayer.say(
                    error(
                            position,
                            "lost",
                            "%s never took %s, which is neither in the stream nor in the journal"
                                    .formatted(group, position)),
                    Cause.NONE);
            return null;
        });
    }

    private Event error(String id, String type, String message) {
        return new ErrorOccurred(
                id, service, type, message, null, Severity.ERROR, true, clock.instant());
    }

    /// What cannot be read is counted and skipped: it was checked before it got into the stream, so
    /// only a newer service or a hand in Redis can have put it there.
    @Override
    public StreamEntry read(String group, String family, int partitionNo, String id, byte[] json) {
        EventEnvelope<Event> envelope =
                switch (codec.decode(json)) {
                    case Decoded.Known known -> known.envelope();
                    case Decoded.UnknownType _ -> {
                        metrics.unknown();
                        yield null;
                    }
                    case Decoded.Malformed _ -> {
                        metrics.malformed("stream");
                        yield null;
                    }
                };
        return new StreamEntry(group, family, partitionNo, id, json, envelope);
    }
}
