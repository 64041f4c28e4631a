package de.aktienanalyse.benchmarks.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// What the peers expect on Redis, made of the JSON text that is to come to their clients.
final class Payloads {
    private Payloads() {}

    /// Centrifuge's protobuf: field 4 of a publication is its data.
    static byte[] publication(byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(4 << 3 | 2);
        int length = json.length;
        while (length >= 128) {
            out.write(length & 127 | 128);
            length >>= 7;
        }
        out.write(length);
        out.writeBytes(json);
        return out.toByteArray();
    }

    /// What Socket.IO's emitter publishes for its Pub/Sub adapter, in MessagePack: `[uid, packet,
    /// opts]`.
    static byte[] packet(byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x93);
        text(out, "emitter");
        out.write(0x83);
        text(out, "type");
        out.write(2);
        text(out, "data");
        out.write(0x92);
        text(out, "m");
        text(out, new String(json, StandardCharsets.UTF_8));
        text(out, "nsp");
        text(out, "/");
        out.write(0x83);
        text(out, "rooms");
        out.write(0x90);
        text(out, "except");
        out.write(0x90);
        text(out, "flags");
        out.write(0x80);
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(0xda);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    /// What Socket.IO's emitter writes for its Streams adapter, as the field `data` of an entry.
    /// The same text to the clients as of [#packet].
    static byte[] entry(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8).replace("\"", "\\\"");
        return ("{\"packet\":{\"type\":2,\"data\":[\"m\",\"%s\"],\"nsp\":\"/\"},"
                        + "\"opts\":{\"rooms\":[],\"except\":[],\"flags\":{}}}")
                .formatted(text)
                .getBytes(StandardCharsets.UTF_8);
    }
}
