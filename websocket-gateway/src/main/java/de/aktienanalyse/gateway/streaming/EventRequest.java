package de.aktienanalyse.gateway.streaming;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Position;
import de.aktienanalyse.gateway.protocol.BadMessage;
import de.aktienanalyse.gateway.protocol.ClientMessage;
import de.aktienanalyse.gateway.protocol.ProtocolCodec;
import de.aktienanalyse.gateway.rest.Parameters;
import de.aktienanalyse.gateway.rest.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/// Reads a query as the subscription that a socket would send, so that the same is allowed and the
/// same refused.
@Component
class EventRequest {
    private static final String LAST_EVENT = "Last-Event-ID";
    private static final Set<String> COMMON =
            Set.of("event_types", "symbols", "portfolio_id", "snapshot", "positions");
    private static final int DEFAULT_WAIT_S = 25;
    private static final int LONGEST_WAIT_S = 60;

    private final EventCodec events;
    private final ProtocolCodec protocol;

    EventRequest(EventCodec events, ProtocolCodec protocol) {
        this.events = events;
        this.protocol = protocol;
    }

    private record Subscription(String type, String event, Map<String, Object> data) {}

    /// @param waitSeconds of a poll; -1 for a stream
    record Read(ClientMessage.Subscribe wish, int waitSeconds) {}

    Read stream(HttpServletRequest request) {
        Map<String, String[]> query = Parameters.of(request, with("max_rate_hz", "objects"));
        return new Read(subscription(request, query, true), -1);
    }

    Read poll(HttpServletRequest request) {
        Map<String, String[]> query = Parameters.of(request, with("wait"));
        String[] wait = query.get("wait");
        long seconds =
                wait == null
                        ? DEFAULT_WAIT_S
                        : Parameters.whole("wait", Parameters.once("wait", wait));
        if (seconds < 0 || seconds > LONGEST_WAIT_S) {
            throw Refusal.invalid("wait", "must be from 0 to " + LONGEST_WAIT_S);
        }
        return new Read(subscription(request, query, false), (int) seconds);
    }

    private static Set<String> with(String... more) {
        Set<String> known = new TreeSet<>(COMMON);
        known.addAll(List.of(more));
        return known;
    }

    /// @param snapshot whether current values come to those who resume, too
    private ClientMessage.Subscribe subscription(
            HttpServletRequest request, Map<String, String[]> query, boolean snapshot) {
        List<String> positions = positions(request, query);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("event_types", Parameters.list(query.getOrDefault("event_types", new String[0])));
        data.put("snapshot", snapshot || positions.isEmpty());
        data.put("positions", positions);
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
        try {
            Subscription message = new Subscription("subscription", "subscribe", data);
            return (ClientMessage.Subscribe) protocol.read(events.json(message).text());
        } catch (BadMessage bad) {
            String field = bad.field() == null ? "query" : bad.field().replaceFirst("^data\\.", "");
            throw Refusal.invalid(field, bad.problem());
        }
    }

    /// The newest of what the header and the query say.
    private static List<String> positions(HttpServletRequest request, Map<String, String[]> query) {
        List<Position> given = new ArrayList<>();
        String last = request.getHeader(LAST_EVENT);
        if (last != null && !last.isBlank()) {
            given.addAll(read(LAST_EVENT, last));
        }
        for (String text : query.getOrDefault("positions", new String[0])) {
            given.addAll(read("positions", text));
        }
        return KnownPositions.newest(given).stream().map(Position::toString).toList();
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
