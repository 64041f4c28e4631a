package de.aktienanalyse.gateway.streaming;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Position;
import de.aktienanalyse.gateway.fanout.Fanout;
import de.aktienanalyse.gateway.protocol.BadMessage;
import de.aktienanalyse.gateway.protocol.ClientMessage;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import de.aktienanalyse.gateway.rest.Body;
import de.aktienanalyse.gateway.rest.Parameters;
import de.aktienanalyse.gateway.rest.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/// Reads a request as the subscriptions that a socket would send, so that the same is allowed and
/// the same refused.
@Component
class EventRequest {
    private static final String LAST_EVENT = "Last-Event-ID";
    private static final String CORRELATION = "correlation_id";
    private static final Set<String> COMMON =
            Set.of("event_types", "symbols", "portfolio_id", "snapshot", "positions", CORRELATION);
    private static final int DEFAULT_WAIT_S = 25;
    private static final int LONGEST_WAIT_S = 60;
    private static final int MAX_SUBSCRIPTIONS = 1000;

    private final EventCodec events;
    private final ProtocolCodec protocol;

    EventRequest(EventCodec events, ProtocolCodec protocol) {
        this.events = events;
        this.protocol = protocol;
    }

    private record Subscription(
            String type,
            String event,
            @Nullable String correlationId,
            Map<String, @Nullable Object> data) {}

    /// @param subscriptions each the `data` of a `subscribe` and its `correlation_id`
    /// @param positions where all of them resume
    private record Wanted(
            @Nullable List<@Nullable Map<String, @Nullable Object>> subscriptions,
            @Nullable List<@Nullable String> positions) {}

    /// @param valuesAfter the mark behind which it has not heard of the current values
    record Poll(ClientMessage.Subscribe wish, @Nullable Position valuesAfter, int waitSeconds) {}

    /// @param refused of several subscriptions those that cannot be understood
    /// @param from what the client has already
    record Stream(
            List<ClientMessage.Subscribe> wishes, List<BadMessage> refused, List<Position> from) {}

    Stream stream(HttpServletRequest request) {
        Map<String, String[]> query = Parameters.of(request, with("max_rate_hz", "objects"));
        ClientMessage.Subscribe wish = subscription(request, query, true);
        return new Stream(List.of(wish), List.of(), wish.positions());
    }

    /// Several subscriptions in the body: one that is refused leaves the others.
    Stream streamOfSeveral(HttpServletRequest request) throws IOException {
        Parameters.of(request, Set.of());
        Wanted wanted = wanted(Body.of(request));
        List<@Nullable String> given = wanted.positions() == null ? List.of() : wanted.positions();
        List<Position> from = positions(request, given.stream().map(String::valueOf).toList());
        List<ClientMessage.Subscribe> wishes = new ArrayList<>();
        List<BadMessage> refused = new ArrayList<>();
        for (Map<String, @Nullable Object> each : subscriptions(wanted)) {
            Map<String, @Nullable Object> data = new LinkedHashMap<>(each);
            data.put("positions", texts(from));
            try {
                wishes.add(read(data, each.get(CORRELATION) instanceof String id ? id : null));
            } catch (BadMessage bad) {
                refused.add(bad);
            }
        }
        return new Stream(wishes, refused, from);
    }

    private Wanted wanted(String body) {
        try {
            Wanted wanted = events.mapper().readValue(body, Wanted.class);
            if (wanted != null) {
                return wanted;
            }
        } catch (JacksonException _) {
            // Refused below, as null is.
        }
        throw Refusal.invalid("body", "must be {\"subscriptions\":[{…}],\"positions\":[\"…\"]}");
    }

    private static List<Map<String, @Nullable Object>> subscriptions(Wanted wanted) {
        List<@Nullable Map<String, @Nullable Object>> given =
                wanted.subscriptions() == null ? List.of() : wanted.subscriptions();
        if (given.isEmpty() || given.size() > MAX_SUBSCRIPTIONS) {
            throw Refusal.invalid("subscriptions", "must hold 1 to " + MAX_SUBSCRIPTIONS);
        }
        List<Map<String, @Nullable Object>> subscriptions = new ArrayList<>();
        for (Map<String, @Nullable Object> each : given) {
            if (each == null) {
                String field = "subscriptions[" + subscriptions.size() + "]";
                throw Refusal.invalid(field, "must be an object");
            }
            subscriptions.add(each);
        }
        return subscriptions;
    }

    Poll poll(HttpServletRequest request) {
        Map<String, String[]> query = Parameters.of(request, with("wait"));
        String[] wait = query.get("wait");
        long seconds =
                wait == null
                        ? DEFAULT_WAIT_S
                        : Parameters.whole("wait", Parameters.once("wait", wait));
        if (seconds < 0 || seconds > LONGEST_WAIT_S) {
            throw Refusal.invalid("wait", "must be from 0 to " + LONGEST_WAIT_S);
        }
        ClientMessage.Subscribe wish = subscription(request, query, false);
        Map<Boolean, List<Position>> from =
                wish.positions().stream()
                        .collect(
                                Collectors.partitioningBy(
                                        each -> each.partition().equals(Fanout.VALUES)));
        List<Position> marks = from.getOrDefault(true, List.of());
        return new Poll(
                wish.from(from.getOrDefault(false, List.of())),
                marks.isEmpty() ? null : marks.getFirst(),
                (int) seconds);
    }

    private static Set<String> with(String... more) {
        Set<String> known = new TreeSet<>(COMMON);
        known.addAll(List.of(more));
        return known;
    }

    /// @param snapshot whether current values come to those who resume, too
    private ClientMessage.Subscribe subscription(
            HttpServletRequest request, Map<String, String[]> query, boolean snapshot) {
        List<Position> from =
                positions(request, List.of(query.getOrDefault("positions", new String[0])));
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("event_types", Parameters.list(query.getOrDefault("event_types", new String[0])));
        data.put("snapshot", snapshot || from.isEmpty());
        data.put("positions", texts(from));
        query.forEach((name, values) -> {
            switch (name) {
                case "symbols" -> data.put(name, Parameters.list(values));
                case "portfolio_id" -> data.put(name, Parameters.once(name, values));
                case "snapshot", "objects" ->
                        data.put(name, Parameters.flag(name, Parameters.once(name, values)));
                case "max_rate_hz" ->
                        data.put(name, Parameters.decimal(name, Parameters.once(name, values)));
                default -> {}
            }
        });
        String[] id = query.get(CORRELATION);
        try {
            return read(data, id == null ? null : Parameters.once(CORRELATION, id));
        } catch (BadMessage bad) {
            String field = bad.field() == null ? "query" : bad.field().replaceFirst("^data\\.", "");
            throw Refusal.invalid(field, bad.problem());
        }
    }

    private ClientMessage.Subscribe read(Map<String, @Nullable Object> data, @Nullable String id)
            throws BadMessage {
        Subscription message = new Subscription("subscription", "subscribe", id, data);
        return (ClientMessage.Subscribe) protocol.read(events.json(message).text());
    }

    /// The newest of what the header and the request say.
    private static List<Position> positions(HttpServletRequest request, List<String> texts) {
        List<Position> given = new ArrayList<>();
        String last = request.getHeader(LAST_EVENT);
        if (last != null && !last.isBlank()) {
            given.addAll(read(LAST_EVENT, last));
        }
        for (String text : texts) {
            given.addAll(read("positions", text));
        }
        return KnownPositions.newest(given);
    }

    private static List<String> texts(List<Position> positions) {
        return positions.stream().map(Position::toString).toList();
    }

    private static List<Position> read(String name, String text) {
        List<Position> positions = KnownPositions.parse(text);
        if (positions == null) {
            throw Refusal.invalid(
                    name,
                    "must be the id of an event, or positions <family>.<p>@<epoch>-<sequence>");
        }
        return positions;
    }
}
