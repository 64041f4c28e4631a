package de.aktienanalyse.gateway.outbound;

import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.gateway.frames.Frames;
import org.jspecify.annotations.Nullable;

/// A message ready to be written, shared by all its receivers.
///
/// @param bytes the whole frame; not to be changed
/// @param event browser name, under which conflated ones are counted
/// @param key what a `LATEST` message is the newest value of; null for the other classes
public record Frame(byte[] bytes, Delivery delivery, String event, @Nullable String key) {

    public static Frame every(byte[] json, String event) {
        return new Frame(Frames.text(json), Delivery.EVERY, event, null);
    }

    public static Frame latest(byte[] json, String event, String key) {
        return new Frame(Frames.text(json), Delivery.LATEST, event, key);
    }

    public static Frame now(byte[] json, String event) {
        return new Frame(Frames.text(json), Delivery.TRANSIENT, event, null);
    }

    /// A control frame in line with the messages.
    static Frame raw(byte[] frame) {
        return new Frame(frame, Delivery.TRANSIENT, "", null);
    }

    /// The message as JSON.
    public byte[] json() {
        return Frames.textOf(bytes);
    }
}
