package de.aktienanalyse.eventbus.replay;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.eventbus.journal.JournalEntry;
import de.aktienanalyse.events.RawJson;

/// An event of the journal on its way to one browser, as a message on the channel of ready-made
/// ones. Its `data` is the whole envelope: the gateway shows it as it shows live events, if
/// browsers see it at all, with a field `replay` more, by which a page tells it from news.
final class BrowserMessage {
    private record Message(
            String type,
            String event,
            RawJson data,
            String sourceService,
            String targetClient,
            String replay) {}

    private BrowserMessage() {}

    static String of(EventCodec codec, JournalEntry entry, String replayId, String clientId) {
        return codec.mapper()
                .writeValueAsString(
                        new Message(
                                "replay",
                                entry.eventType(),
                                entry.event(),
                                entry.source(),
                                clientId,
                                replayId));
    }

    /// A field more, put into the text, so that no figure loses a digit.
    static String with(String object, String replayId) {
        String open = object.substring(0, object.lastIndexOf('}')).stripTrailing();
        return open + (open.endsWith("{") ? "" : ",") + "\"replay\":\"" + replayId + "\"}";
    }
}
