package de.aktienanalyse.eventbus.adoption;

import de.aktienanalyse.bus.EventCodec;
import java.util.Arrays;

/// What a foreigner put on the bus, before anybody looked into it.
///
/// @param channel where it was heard
/// @param json its text, cut where it is too large to be an event anyway
/// @param size in bytes, before the cut
record ForeignMessage(String channel, byte[] json, int size) {

    /// As much of a message as is ever kept.
    static final int EXCERPT = 64 * 1024;

    static ForeignMessage of(String channel, byte[] json) {
        byte[] kept = json.length > EventCodec.MAX_BYTES ? Arrays.copyOf(json, EXCERPT) : json;
        return new ForeignMessage(channel, kept, json.length);
    }

    boolean isTooLarge() {
        return size > EventCodec.MAX_BYTES;
    }
}
