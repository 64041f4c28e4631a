package de.aktienanalyse.gateway.fanout;

import java.util.regex.Pattern;

/// A browser event name in which `*` stands for any characters, also none and also dots: as Redis
/// has it, and with it the bus. `portfolio.*`, `trading.order_*`, `*`.
record Glob(String text) {
    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_.*-]{1,128}");
    private static final int MAX_STARS = 4;

    static boolean isValid(String text) {
        return GRAMMAR.matcher(text).matches()
                && text.chars().filter(c -> c == '*').count() <= MAX_STARS;
    }

    boolean matches(String name) {
        int star = text.indexOf('*');
        if (star < 0) {
            return text.equals(name);
        }
        if (!name.startsWith(text.substring(0, star))) {
            return false;
        }
        int at = star;
        int from = star + 1;
        for (int next = text.indexOf('*', from); next >= 0; next = text.indexOf('*', from)) {
            String part = text.substring(from, next);
            int found = name.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
            from = next + 1;
        }
        String last = text.substring(from);
        return name.length() - last.length() >= at && name.endsWith(last);
    }
}
