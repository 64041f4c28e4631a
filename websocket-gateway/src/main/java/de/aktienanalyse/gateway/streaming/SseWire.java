package de.aktienanalyse.gateway.streaming;

import de.aktienanalyse.bus.Position;
import de.aktienanalyse.gateway.frames.Frames;
import de.aktienanalyse.gateway.outbound.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// Messages as events of a stream: `event` their name, `data` the same JSON as over the WebSocket,
/// `id` all positions that the client then has, wherever they moved.
final class SseWire implements Wire {
    static final byte[] COMMENT = ascii(":\n\n");
    private static final byte[] NOTHING = {};

    private final JsonMapper mapper;
    private final KnownPositions known = new KnownPositions();
    private String lastId = "";
    private volatile boolean closed;

    /// @param from what the client has already
    SseWire(JsonMapper mapper, List<Position> from) {
        this.mapper = mapper;
        from.forEach(known::set);
    }

    /// The gateway said that it ends the connection: nothing comes after it.
    boolean isClosed() {
        return closed;
    }

    @Override
    public byte[] of(byte[] frame) {
        if (!Frames.isText(frame)) {
            return control(frame);
        }
        byte[] json = Frames.textOf(frame);
        Heard heard = Heard.in(json, mapper);
        heard.moves(known);
        StringBuilder head = new StringBuilder("event: ").append(oneLine(heard.name()));
        String id = known.id();
        if (!id.equals(lastId)) {
            lastId = id;
            head.append("\nid: ").append(id);
        }
        byte[] before = head.append("\ndata: ").toString().getBytes(StandardCharsets.UTF_8);
        byte[] event = Arrays.copyOf(before, before.length + json.length + 2);
        for (int i = 0; i < json.length; i++) {
            byte at = json[i];
            // Between tokens a foreign message may have line ends; inside of text JSON has none.
            event[before.length + i] = at == '\n' || at == '\r' ? (byte) ' ' : at;
        }
        event[event.length - 2] = '\n';
        event[event.length - 1] = '\n';
        return event;
    }

    private byte[] control(byte[] frame) {
        if (closed) {
            return NOTHING;
        }
        if (!Frames.isClose(frame)) {
            return COMMENT;
        }
        closed = true;
        return ascii(
                """
                event: system.closing
                data: {"type":"system","event":"closing","data":{"code":%d}}

                """
                        .formatted(Frames.closeCodeOf(frame)));
    }

    private static String oneLine(String name) {
        return name.replaceAll("[\\r\\n\\x00]", "_");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
