package de.aktienanalyse.bus;

import de.aktienanalyse.events.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A message of the bus before it is decoded.
///
/// @param channel where it was heard
/// @param json the whole envelope, UTF-8; not to be changed
public record RawEvent(String channel, byte[] json) {

    private static final byte[] POSITION = "\"position\":\"".getBytes(StandardCharsets.US_ASCII);

    /// The position at the end of the text, which the bus wrote; null for what no service of ours
    /// has said. Found without parsing, since every message passes here.
    public @Nullable String position() {
        int end = json.length - 2;
        if (end < POSITION.length || json[end] != '"' || json[end + 1] != '}') {
            return null;
        }
        int start = end - 1;
        while (start >= 0 && json[start] != '"') {
            start--;
        }
        int key = start + 1 - POSITION.length;
        if (key < 0 || !Arrays.equals(json, key, start + 1, POSITION, 0, POSITION.length)) {
            return null;
        }
        return new String(json, start + 1, end - start - 1, StandardCharsets.US_ASCII);
    }

    /// How it was delivered, as its position tells; null without one.
    public @Nullable Delivery delivery() {
        String position = position();
        if (position == null) {
            return null;
        }
        if (position.equals("-")) {
            return Delivery.TRANSIENT;
        }
        return position.startsWith("latest@") ? Delivery.LATEST : Delivery.EVERY;
    }
}
