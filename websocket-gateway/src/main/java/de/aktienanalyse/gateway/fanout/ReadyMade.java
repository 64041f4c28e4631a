package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.bus.Decoded;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.gateway.outbound.Frame;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import de.aktienanalyse.gateway.protocol.ServerMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The messages of spec part 3: made by any publisher, relayed as they are.
final class ReadyMade {
    static final String CHANNEL = "aktienanalyse:events:websocket";

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,127}");

    /// What only the gateway says: how it answers, where a client stands. From another it would
    /// mislead clients; the one answer to a command is its owner's own event.
    private static final Set<String> OUR_TYPES = Set.of("error", "command_response");

    private static final Set<String> OUR_EVENTS =
            Set.of("pong", "positions", "conflated", "resumed", "gap", "closing", "snapshot");

    private static final List<String> OUR_NAMES = List.of("connection.", "subscription.");

    /// All that others may say under the type of the gateway's own messages.
    private static final Set<String> SYSTEM_EVENTS =
            Set.of("system.service_status", "system.performance_alert", "system.error");

    /// Begin of the names of what is for one user only.
    private static final String PERSONAL = "user.";

    /// Its data is an envelope of the journal, told again to one browser.
    private static final String REPLAY = "replay";

    /// Browser names of which only the newest counts.
    private static final Set<String> LATEST =
            Set.of(
                    "market.price_update",
                    "portfolio.update",
                    "portfolio.value_changed",
                    "system.service_status");

    private record Message(
            @Nullable String type,
            @Nullable String event,
            @Nullable RawJson data,
            @Nullable String timestamp,
            @Nullable String correlationId,
            @Nullable String sourceService,
            @Nullable String targetClient,
            @Nullable String replay) {}

    /// By these a client knows where it stands.
    private record Resuming(
            @Nullable RawJson positions, @Nullable RawJson to, @Nullable RawJson resumeToken) {}

    /// What filters and conflation look at, and whose it is.
    private record Subject(
            @Nullable String symbol,
            @Nullable String portfolioId,
            @Nullable String serviceName,
            @Nullable String userId,
            @Nullable String actor) {

        @Nullable String name() {
            return symbol != null ? symbol : portfolioId != null ? portfolioId : serviceName;
        }

        @Nullable String user() {
            return userId != null ? userId : actor;
        }
    }

    private final EventCodec events;
    private final JsonMapper mapper;
    private final ProtocolCodec codec;
    private final Clock clock;
    private final AtomicLong said = new AtomicLong();

    ReadyMade(EventCodec events, ProtocolCodec codec, Clock clock) {
        this.events = events;
        this.mapper = events.mapper();
        this.codec = codec;
        this.clock = clock;
    }

    /// Empty when it is not of the spec's shape, says what only the gateway may say, or is for one
    /// user and does not say for whom.
    Optional<News> read(byte[] json) {
        if (json.length > EventCodec.MAX_BYTES) {
            return Optional.empty();
        }
        try {
            Message message = mapper.readValue(json, Message.class);
            if (message == null || !isRelayable(message)) {
                return Optional.empty();
            }
            return REPLAY.equals(message.type()) ? replayed(message) : relayed(message);
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private boolean isRelayable(Message message) {
        String type = message.type();
        String event = message.event();
        RawJson data = message.data();
        if (type == null || event == null || data == null || !data.text().startsWith("{")) {
            return false;
        }
        if (!NAME.matcher(event).matches() || !NAME.matcher(type).matches()) {
            return false;
        }
        return type.equals("system")
                ? SYSTEM_EVENTS.contains(event) && !misplaces(data)
                : !OUR_TYPES.contains(type)
                        && !OUR_EVENTS.contains(event)
                        && !event.endsWith(".response")
                        && OUR_NAMES.stream().noneMatch(event::startsWith);
    }

    private boolean misplaces(RawJson data) {
        Resuming said = mapper.readValue(data.text(), Resuming.class);
        return said.positions() != null || said.to() != null || said.resumeToken() != null;
    }

    /// In the shape of live events, with a field `replay` more. Empty for what browsers do not see.
    private Optional<News> replayed(Message message) {
        String text = message.data() == null ? "" : message.data().text();
        if (message.targetClient() == null
                || !(events.decode(text.getBytes(StandardCharsets.UTF_8))
                        instanceof Decoded.Known known)) {
            return Optional.empty();
        }
        EventEnvelope<Event> told = known.envelope();
        return BrowserView.of(told)
                .map(shown ->
                        new News(
                                Frame.every(json(shown, told, message), shown.event()),
                                shown.symbol(),
                                shown.portfolioId(),
                                shown.userId(),
                                message.targetClient(),
                                null,
                                null,
                                null));
    }

    private byte[] json(BrowserView.Shown shown, EventEnvelope<Event> told, Message message) {
        String data = mapper.writeValueAsString(shown.data());
        String mark = "\"replay\":" + mapper.writeValueAsString(message.replay());
        return codec.write(
                new ServerMessage(
                        shown.type(),
                        shown.event(),
                        new RawJson(data.substring(0, data.length() - 1) + "," + mark + "}"),
                        told.timestamp(),
                        told.correlationId(),
                        told.source(),
                        message.targetClient(),
                        null));
    }

    private Optional<News> relayed(Message message) {
        String event = String.valueOf(message.event());
        RawJson data = message.data() == null ? RawJson.EMPTY_OBJECT : message.data();
        Subject subject = mapper.readValue(data.text(), Subject.class);
        boolean personal = event.startsWith(PERSONAL);
        if (personal && subject.user() == null && message.targetClient() == null) {
            // Whose it is nobody knows, so it is nobody's.
            return Optional.empty();
        }
        Instant saidAt = time(message.timestamp());
        byte[] json = json(message, event, data, saidAt);
        String newestOf = LATEST.contains(event) ? subject.name() : null;
        return Optional.of(
                new News(
                        newestOf == null
                                ? Frame.every(json, event)
                                : Frame.latest(json, event, News.key(event, newestOf)),
                        subject.symbol(),
                        subject.portfolioId(),
                        personal ? subject.user() : null,
                        message.targetClient(),
                        newestOf == null ? null : data,
                        null,
                        newestOf == null ? null : version(saidAt)));
    }

    private byte[] json(Message message, String event, RawJson data, Instant saidAt) {
        return codec.write(
                new ServerMessage(
                        String.valueOf(message.type()),
                        event,
                        data,
                        saidAt,
                        message.correlationId(),
                        message.sourceService(),
                        message.targetClient(),
                        null));
    }

    /// A clock that is ahead, or without a zone, must not outdo for hours what is said after it.
    private Version version(Instant saidAt) {
        Instant now = clock.instant();
        return new Version(saidAt.isAfter(now) ? now : saidAt, said.incrementAndGet());
    }

    private Instant time(@Nullable String text) {
        if (text == null) {
            return clock.instant();
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            return utc(text);
        }
    }

    /// Python's `datetime.utcnow().isoformat()` has no zone.
    private Instant utc(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException _) {
            return clock.instant();
        }
    }
}
