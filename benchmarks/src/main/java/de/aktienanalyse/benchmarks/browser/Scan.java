package de.aktienanalyse.benchmarks.browser;

import java.nio.charset.StandardCharsets;

/// Finds fields in JSON without parsing it: the load generator shares its cores with the server.
final class Scan {
    private Scan() {}

    static byte[] key(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static boolean startsWith(byte[] bytes, int from, int to, byte[] what) {
        return to - from >= what.length && matches(bytes, from, what);
    }

    private static boolean matches(byte[] bytes, int at, byte[] what) {
        for (int i = 0; i < what.length; i++) {
            if (bytes[at + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    /// @return where what follows `what` begins; -1 when it is not there
    static int behind(byte[] bytes, int from, int to, byte[] what) {
        for (int at = from; at <= to - what.length; at++) {
            if (bytes[at] == what[0] && matches(bytes, at, what)) {
                return at + what.length;
            }
        }
        return -1;
    }

    static long number(byte[] bytes, int from) {
        long number = 0;
        for (int at = from; at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = number * 10 + bytes[at] - '0';
        }
        return number;
    }

    /// Up to the next `end`.
    static String text(byte[] bytes, int from, char end) {
        int to = from;
        while (bytes[to] != end) {
            to++;
        }
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }
}
