package de.aktienanalyse.benchmarks.browser;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills from Centrifuge with recovery, as its own client asks for what it missed: by epoch and
/// offset of the channel.
public final class CentrifugeProtocol implements Protocol {
    private static final byte[] PUSH = Scan.key("{\"push\"");
    private static final byte[] DATA = Scan.key("\"data\":{");
    private static final byte[] OFFSET = Scan.key("\"offset\":");
    private static final Pattern EPOCH = Pattern.compile("\"epoch\":\"([^\"]+)\"");

    @Override
    public String path() {
        return "/";
    }

    @Override
    public List<String> opening(Memory memory) {
        Map<String, String> known = memory.positions;
        String recover =
                memory.isEmpty()
                        ? ""
                        : ",\"recover\":true,\"epoch\":\"%s\",\"offset\":%s"
                                .formatted(known.get("epoch"), known.get("offset"));
        return List.of(
                "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"bench\"%s}}"
                        .formatted(recover));
    }

    /// A message holds one reply or push a line.
    @Override
    public void read(byte[] bytes, int from, int to, Listener listener) {
        int begin = from;
        for (int at = from; at <= to; at++) {
            if (at == to || bytes[at] == '\n') {
                line(bytes, begin, at, listener);
                begin = at + 1;
            }
        }
    }

    private static void line(byte[] bytes, int from, int to, Listener listener) {
        if (Scan.startsWith(bytes, from, to, PUSH)) {
            publications(bytes, from, to, listener);
            return;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.equals("{}")) {
            listener.say("{}");
        } else if (text.startsWith("{\"id\":2")) {
            subscribed(bytes, from, to, text, listener);
        }
    }

    private static void subscribed(byte[] bytes, int from, int to, String text, Listener listener) {
        Map<String, String> known = listener.memory().positions;
        Matcher epoch = EPOCH.matcher(text);
        if (!epoch.find()) {
            throw new IllegalStateException(text);
        }
        known.put("epoch", epoch.group(1));
        if (text.contains("\"was_recovering\":true") && !text.contains("\"recovered\":true")) {
            listener.reception().gap();
            known.remove("offset");
        }
        int offset = Scan.behind(bytes, from, to, OFFSET);
        known.putIfAbsent("offset", offset < 0 ? "0" : String.valueOf(Scan.number(bytes, offset)));
        publications(bytes, from, to, listener);
        listener.live();
    }

    private static void publications(byte[] bytes, int from, int to, Listener listener) {
        int data = Scan.behind(bytes, from, to, DATA);
        while (data >= 0) {
            int offset = Scan.behind(bytes, data, to, OFFSET);
            // Only up to here: what a publication has not would be looked for in all that follow.
            GatewayProtocol.fill(bytes, data, offset, listener);
            listener.memory().positions.put("offset", String.valueOf(Scan.number(bytes, offset)));
            data = Scan.behind(bytes, offset, to, DATA);
        }
    }
}
