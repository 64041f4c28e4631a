package de.aktienanalyse.eventbus.replay;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.eventbus.journal.JournalEntry;
import de.aktienanalyse.events.RawJson;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// An event of the journal as a ready-made message to one browser (spec part 3.1). Its `data` is
/// that of the bus with a field `replay` more, by which a page tells it from news.
final class BrowserMessage {
    /// Names that are not the bus's own; what is not here and not below is nothing for browsers.
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("market.data.updated", "market.bar"),
                    Map.entry("stock.analysis.completed", "analysis.complete"),
                    Map.entry("portfolio.performance.updated", "portfolio.performance"),
                    Map.entry("portfolio.rebalancing.requested", "portfolio.rebalancing"),
                    Map.entry("portfolio.rebalancing.proposed", "portfolio.rebalancing"),
                    Map.entry("portfolio.position.changed", "portfolio.position_changed"),
                    Map.entry("cross.system.intelligence.trigger", "intelligence.recommendation"),
                    Map.entry("trading.order.created", "trading.order_created"),
                    Map.entry("trading.order.modified", "trading.order_modified"),
                    Map.entry("trading.order.executed", "trading.order_filled"),
                    Map.entry("trading.order.cancelled", "trading.order_cancelled"),
                    Map.entry("trading.order.expired", "trading.order_expired"),
                    Map.entry("trading.order.failed", "trading.order_failed"),
                    Map.entry("alerts.triggered", "market.alert"),
                    Map.entry("system.health.alert", "system.performance_alert"),
                    Map.entry("user.updates", "user.notification"));

    private record Said(
            @Nullable RawJson data, @Nullable String timestamp, @Nullable String correlationId) {}

    private record Message(
            String type,
            String event,
            RawJson data,
            @Nullable String timestamp,
            @Nullable String correlationId,
            String sourceService,
            String targetClient,
            String replay) {}

    private BrowserMessage() {}

    /// Empty for what the services only say to each other, and for errors, whose stack trace is not
    /// for browsers.
    static Optional<String> of(
            EventCodec codec, JournalEntry entry, String replayId, String clientId) {
        String name = NAMES.get(entry.eventType());
        if (name == null) {
            return Optional.empty();
        }
        try {
            Said said = codec.mapper().readValue(entry.event().text(), Said.class);
            RawJson data = said.data();
            if (data == null || !data.text().startsWith("{")) {
                return Optional.empty();
            }
            return Optional.of(
                    codec.mapper()
                            .writeValueAsString(
                                    new Message(
                                            name.substring(0, name.indexOf('.')),
                                            name,
                                            new RawJson(with(data.text(), replayId)),
                                            said.timestamp(),
                                            said.correlationId(),
                                            entry.source(),
                                            clientId,
                                            replayId)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// A field more, put into the text, so that no figure loses a digit.
    static String with(String object, String replayId) {
        String open = object.substring(0, object.lastIndexOf('}')).stripTrailing();
        return open + (open.endsWith("{") ? "" : ",") + "\"replay\":\"" + replayId + "\"}";
    }
}
