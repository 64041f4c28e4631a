package de.aktienanalyse.benchmarks.gateway;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Says messages of one length on a Redis channel, by plan: one that comes late does not move the
/// next, and its lateness counts.
final class Messages {
    static final int LENGTH = 300;

    /// Stands before the time of a message and nowhere else in it.
    static final char MARK = '~';

    static final int DIGITS = 19;

    private static final String HEAD =
            "{\"type\":\"event\",\"event\":\"analysis.complete\",\"data\":{\"stamp\":\"" + MARK;
    private static final String TAIL =
            "\"},\"timestamp\":\"2026-01-02T09:00:00.123456Z\",\"source_service\":\"benchmark\"}";
    private static final String PADDING =
            "\",\"padding\":\"" + "x".repeat(LENGTH - HEAD.length() - DIGITS - 13 - TAIL.length());
    private static final long TICK = 1_000_000;

    /// Redis answers nothing, so that nobody has to read it.
    private static final String NO_REPLIES = "*3\r\n$6\r\nCLIENT\r\n$5\r\nREPLY\r\n$3\r\nOFF\r\n";

    private final int redisPort;
    private final byte[] command;
    private final int lastDigit;

    Messages(Target target, int redisPort) {
        this.redisPort = redisPort;
        String json = HEAD + "0".repeat(DIGITS) + PADDING + TAIL;
        byte[] payload = target.feed().wrap().apply(json.getBytes(StandardCharsets.US_ASCII));
        List<String> words = new ArrayList<>(target.feed().words());
        words.add(new String(payload, StandardCharsets.ISO_8859_1));
        String text =
                words.stream()
                        .map(word -> "$" + word.length() + "\r\n" + word + "\r\n")
                        .collect(Collectors.joining("", "*" + words.size() + "\r\n", ""));
        this.command = text.getBytes(StandardCharsets.ISO_8859_1);
        // The command itself may have one before.
        this.lastDigit = text.lastIndexOf(MARK) + DIGITS;
    }

    /// @return how many were said
    long say(double perSecond, double seconds) {
        try (Socket socket = new Socket("127.0.0.1", redisPort)) {
            socket.setTcpNoDelay(true);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
            out.write(NO_REPLIES.getBytes(StandardCharsets.US_ASCII));
            long count = Math.max(1, Math.round(perSecond * seconds));
            double gap = 1e9 / perSecond;
            long begin = System.nanoTime() + 10 * TICK;
            long said = 0;
            while (said < count) {
                long now = System.nanoTime();
                while (said < count && begin + (long) (said * gap) <= now) {
                    stamp(begin + (long) (said * gap));
                    out.write(command);
                    said++;
                }
                out.flush();
                LockSupport.parkNanos(Math.min(TICK, begin + (long) (said * gap) - now));
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stamp(long nanos) {
        long left = nanos;
        for (int i = 0; i < DIGITS; i++) {
            command[lastDigit - i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }
}
