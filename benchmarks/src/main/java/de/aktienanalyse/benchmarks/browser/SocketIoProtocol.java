package de.aktienanalyse.benchmarks.browser;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills from Socket.IO with connection state recovery, as its own client asks for what it missed:
/// by the private id of its session and the offset of the last packet.
public final class SocketIoProtocol implements Protocol {
    private static final byte[] EVENT = Scan.key("42[");
    private static final Pattern SESSION =
            Pattern.compile("\"sid\":\"([^\"]+)\"(?:,\"pid\":\"([^\"]+)\")?");

    @Override
    public String path() {
        return "/socket.io/?EIO=4&transport=websocket";
    }

    @Override
    public List<String> opening(Memory memory) {
        String pid = memory.positions.get("pid");
        String offset = memory.positions.get("offset");
        return List.of(
                pid == null || offset == null
                        ? "40"
                        : "40{\"pid\":\"%s\",\"offset\":\"%s\"}".formatted(pid, offset));
    }

    @Override
    public void read(byte[] bytes, int from, int to, Listener listener) {
        if (Scan.startsWith(bytes, from, to, EVENT)) {
            int end = to - 2;
            int begin = end - 1;
            while (bytes[begin] != '"') {
                begin--;
            }
            String offset =
                    new String(bytes, begin + 1, end - begin - 1, StandardCharsets.US_ASCII);
            listener.memory().positions.put("offset", offset);
            GatewayProtocol.fill(bytes, from, to, listener);
            return;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.equals("2")) {
            listener.say("3");
        } else if (text.startsWith("40")) {
            connected(text, listener);
        } else if (text.startsWith("44")) {
            throw new IllegalStateException(text);
        }
    }

    /// Another session id than before says that nothing was recovered.
    private static void connected(String text, Listener listener) {
        Matcher session = SESSION.matcher(text);
        if (!session.find()) {
            throw new IllegalStateException(text);
        }
        Memory memory = listener.memory();
        String sid = session.group(1);
        if (memory.token != null && !memory.token.equals(sid)) {
            listener.reception().gap();
            memory.positions.remove("offset");
        }
        memory.token = sid;
        if (session.group(2) != null) {
            memory.positions.put("pid", session.group(2));
        }
        listener.live();
    }
}
