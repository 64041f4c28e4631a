package de.aktienanalyse.eventbus.adoption;

import de.aktienanalyse.bus.EventCodec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a foreigner put on the bus, before anybody looked into it.
///
/// @param channel where it was heard
/// @param json its text, cut where it is too large to be an event anyway
/// @param size in bytes, before the cut
/// @param ownId what it is called where it waits, the same when it comes again; null when it is
///   only heard
record ForeignMessage(String channel, byte[] json, int size, @Nullable String ownId) {

    /// As much of a message as is ever kept.
    static final int EXCERPT = 64 * 1024;

    static ForeignMessage of(String channel, byte[] json) {
        byte[] kept = json.length > EventCodec.MAX_BYTES ? Arrays.copyOf(json, EXCERPT) : json;
        return new ForeignMessage(channel, kept, json.length, null);
    }

    ForeignMessage called(String id) {
        return new ForeignMessage(channel, json, size, id);
    }

    boolean isTooLarge() {
        return size > EventCodec.MAX_BYTES;
    }
}
