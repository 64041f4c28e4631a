package de.aktienanalyse.benchmarks.browser;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Fills and prices from this project's gateway, resumed by positions.
public final class GatewayProtocol implements Protocol {
    private static final byte[] TRADING = Scan.key("{\"type\":\"trading\"");
    private static final byte[] MARKET = Scan.key("{\"type\":\"market\"");
    private static final byte[] SYMBOL = Scan.key("\"symbol\":\"S");
    private static final byte[] VOLUME = Scan.key("\"volume\":");
    private static final byte[] NUMBER = Scan.key("\"client_order_id\":\"");
    private static final byte[] STAMP = Scan.key("\"execution_id\":\"");
    private static final byte[] POSITION = Scan.key("\"position\":\"");
    private static final Pattern POSITIONS = Pattern.compile("\"([a-z]+\\.\\d+)@(\\d+-\\d+)\"");
    private static final Pattern TOKEN = Pattern.compile("\"resume_token\":\"([^\"]+)\"");
    private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");

    private final String more;
    private final boolean prices;

    /// @param prices whether prices too, or only fills
    /// @param more further fields of `subscribe`, each with a comma before it
    public GatewayProtocol(boolean prices, String more) {
        this.prices = prices;
        this.more = more;
    }

    @Override
    public String path() {
        return "/ws";
    }

    @Override
    public List<String> opening(Memory memory) {
        memory.awaited = memory.isEmpty() ? prices ? 2 : 1 : 0;
        String resume = "";
        if (!memory.isEmpty()) {
            resume =
                    memory.positions.entrySet().stream()
                            .map(each -> "\"" + each.getKey() + "@" + each.getValue() + "\"")
                            .collect(Collectors.joining(",", ",\"positions\":[", "]"));
            resume += memory.token == null ? "" : ",\"resume_token\":\"" + memory.token + "\"";
        }
        return List.of(
                "{\"type\":\"subscription\",\"event\":\"subscribe\",\"data\":{\"event_types\":[%s]%s%s}}"
                        .formatted(
                                prices ? "\"trading.*\",\"market.price_update\"" : "\"trading.*\"",
                                resume,
                                more));
    }

    @Override
    public void read(byte[] bytes, int from, int to, Listener listener) {
        if (Scan.startsWith(bytes, from, to, MARKET)) {
            listener.reception().value(subject(bytes, from, to), find(bytes, from, to, VOLUME));
        } else if (Scan.startsWith(bytes, from, to, TRADING)) {
            fill(bytes, from, to, listener);
        } else {
            String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            system(text, listener);
        }
    }

    private static int subject(byte[] bytes, int from, int to) {
        return (int) find(bytes, from, to, SYMBOL);
    }

    private static long find(byte[] bytes, int from, int to, byte[] key) {
        int at = Scan.behind(bytes, from, to, key);
        if (at < 0) {
            throw new IllegalStateException(
                    "No " + new String(key, StandardCharsets.US_ASCII) + " in a message");
        }
        return Scan.number(bytes, at);
    }

    static void fill(byte[] bytes, int from, int to, Listener listener) {
        int at = Scan.behind(bytes, from, to, POSITION);
        if (at >= 0) {
            String position = Scan.text(bytes, at, '"');
            int split = position.indexOf('@');
            Map<String, String> known = listener.memory().positions;
            known.put(position.substring(0, split), position.substring(split + 1));
        }
        listener.event(
                subject(bytes, from, to),
                find(bytes, from, to, NUMBER),
                find(bytes, from, to, STAMP));
    }

    private static void system(String text, Listener listener) {
        Memory memory = listener.memory();
        if (text.contains("\"event\":\"connection.established\"")) {
            Matcher token = TOKEN.matcher(text);
            memory.token = token.find() ? token.group(1) : null;
        } else if (text.contains("\"event\":\"conflated\"")) {
            Matcher total = TOTAL.matcher(text);
            listener.reception().conflated(total.find() ? Long.parseLong(total.group(1)) : 0);
        } else if (text.contains("\"event\":\"resumed\"")) {
            listener.live();
        } else if (text.contains("\"event\":\"gap\"")) {
            listener.reception().gap();
            positions(text, memory);
            listener.live();
        } else if (text.contains("\"event\":\"subscription.confirmed\"")) {
            if (memory.awaited > 0) {
                positions(text, memory);
                if (--memory.awaited == 0) {
                    listener.live();
                }
            }
        } else if (text.contains("\"event\":\"positions\"")) {
            positions(text, memory);
        } else if (text.startsWith("{\"type\":\"error\"")) {
            throw new IllegalStateException(text);
        }
    }

    private static void positions(String text, Memory memory) {
        Matcher matcher = POSITIONS.matcher(text);
        while (matcher.find()) {
            memory.positions.put(matcher.group(1), matcher.group(2));
        }
    }
}
