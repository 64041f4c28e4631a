package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.Decoded;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.LatestVersion;
import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import de.aktienanalyse.gateway.outbound.Frame;
import de.aktienanalyse.gateway.positions.Place;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import de.aktienanalyse.gateway.protocol.ServerMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes of one event of the bus what the writer is told, the message encoded once for all. Any
/// thread may call it.
public final class Editor {
    private static final Logger log = LoggerFactory.getLogger(Editor.class);

    /// `data` of a `command_response`, spec part 3.2.
    record Answer(AnswerStatus status, String command, RawJson result) {}

    private final EventCodec events;
    private final ProtocolCodec codec;
    private final ReadyMade readyMade;
    private final FanoutMetrics metrics;

    public Editor(EventCodec events, ProtocolCodec codec, FanoutMetrics metrics, Clock clock) {
        this.events = events;
        this.codec = codec;
        this.readyMade = new ReadyMade(events, codec, clock);
        this.metrics = metrics;
    }

    /// An event that the bus keeps. Whatever it is, its place counts.
    Told kept(RawEvent raw, Place place) {
        Told told = null;
        try {
            EventEnvelope<Event> heard = decoded(raw);
            told = heard == null ? null : kept(heard, place);
        } catch (RuntimeException e) {
            unreadable(raw, e);
        }
        return told == null ? new Told.Passed(place, false) : told;
    }

    private @Nullable Told kept(EventEnvelope<Event> heard, Place place) {
        if (heard.data() instanceof CommandCompleted done && !heard.replayed()) {
            // Also when it is said again: who waits for it has not heard it.
            return outcome(heard, done, place);
        }
        if (heard.replayed()) {
            metrics.skipped("replay");
            return null;
        }
        Optional<BrowserView.Shown> shown = BrowserView.of(heard);
        if (shown.isPresent() && Boolean.TRUE.equals(heard.republished())) {
            // Yesterday's fills are no news: told by a gap and a snapshot.
            metrics.skipped("republished");
            return new Told.Passed(place, true);
        }
        return shown.<Told>map(view -> news(heard, view, place)).orElse(null);
    }

    /// An event that the bus does not keep, or a ready-made message.
    Optional<News> passing(RawEvent raw) {
        try {
            if (raw.channel().equals(ReadyMade.CHANNEL)) {
                Optional<News> read = readyMade.read(raw.json());
                if (read.isEmpty()) {
                    metrics.malformed("ready_made");
                }
                return read;
            }
            EventEnvelope<Event> heard = decoded(raw);
            if (heard == null || heard.replayed()) {
                return Optional.empty();
            }
            return BrowserView.of(heard).map(shown -> news(heard, shown, null));
        } catch (RuntimeException e) {
            unreadable(raw, e);
            return Optional.empty();
        }
    }

    private void unreadable(RawEvent raw, RuntimeException e) {
        metrics.malformed("event");
        log.warn("Cannot show what came on {}: {}", raw.channel(), e.toString());
    }

    private @Nullable EventEnvelope<Event> decoded(RawEvent raw) {
        return switch (events.decode(raw.json())) {
            case Decoded.Known known -> known.envelope();
            case Decoded.UnknownType _ -> {
                metrics.skipped("unknown_type");
                yield null;
            }
            case Decoded.Malformed _ -> {
                metrics.malformed("event");
                yield null;
            }
        };
    }

    private Told outcome(EventEnvelope<Event> heard, CommandCompleted done, Place place) {
        return new Told.Outcome(
                place,
                done.actor(),
                done.commandId(),
                new ServerMessage(
                        "command_response",
                        done.command() + ".response",
                        new Answer(done.status(), done.command(), done.result()),
                        heard.timestamp(),
                        heard.correlationId(),
                        heard.source(),
                        null,
                        heard.position()));
    }

    private News news(EventEnvelope<Event> heard, BrowserView.Shown shown, @Nullable Place place) {
        Delivery delivery = heard.delivery();
        byte[] json =
                codec.write(
                        new ServerMessage(
                                shown.type(),
                                shown.event(),
                                shown.data(),
                                heard.timestamp(),
                                heard.correlationId(),
                                heard.source(),
                                null,
                                delivery == Delivery.EVERY ? heard.position() : null));
        Frame frame =
                switch (delivery) {
                    case EVERY -> Frame.every(json, shown.event());
                    case LATEST ->
                            Frame.latest(
                                    json,
                                    shown.event(),
                                    News.key(shown.event(), heard.data().subject()));
                    case TRANSIENT -> Frame.now(json, shown.event());
                };
        return new News(
                frame,
                shown.symbol(),
                shown.portfolioId(),
                shown.userId(),
                null,
                delivery == Delivery.LATEST ? shown.data() : null,
                place,
                version(heard));
    }

    private static @Nullable Version version(EventEnvelope<Event> heard) {
        LatestVersion version = LatestVersion.of(heard.position());
        return version == null
                ? null
                : new Version(Instant.ofEpochMilli(version.ms()), version.counter());
    }
}
