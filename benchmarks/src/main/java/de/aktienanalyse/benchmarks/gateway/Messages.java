package de.aktienanalyse.benchmarks.gateway;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

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

    private final Target target;
    private final int redisPort;

    Messages(Target target, int redisPort) {
        this.target = target;
        this.redisPort = redisPort;
    }

    /// @return how many were said
    long say(double perSecond, double seconds) {
        try (Socket socket = new Socket("127.0.0.1", redisPort)) {
            socket.setTcpNoDelay(true);
            Thread.ofPlatform().daemon().name("redis-replies").start(() -> drain(socket));
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
            long count = Math.max(1, Math.round(perSecond * seconds));
            double gap = 1e9 / perSecond;
            long begin = System.nanoTime() + 10 * TICK;
            long said = 0;
            while (said < count) {
                long now = System.nanoTime();
                while (said < count && begin + (long) (said * gap) <= now) {
                    one(out, begin + (long) (said * gap));
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

    private void one(OutputStream out, long stamp) throws IOException {
        String json = HEAD + "%019d".formatted(stamp) + PADDING + TAIL;
        byte[] payload = target.wrap().apply(json.getBytes(StandardCharsets.US_ASCII));
        String head =
                "*3\r\n$7\r\nPUBLISH\r\n$%d\r\n%s\r\n$%d\r\n"
                        .formatted(target.channel().length(), target.channel(), payload.length);
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(payload);
        out.write('\r');
        out.write('\n');
    }

    private static void drain(Socket socket) {
        byte[] sink = new byte[8192];
        try (InputStream in = socket.getInputStream()) {
            while (in.read(sink) >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException _) {
            // The sayer closed it.
        }
    }
}
