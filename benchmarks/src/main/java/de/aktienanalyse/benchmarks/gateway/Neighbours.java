package de.aktienanalyse.benchmarks.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Clients that want everything and read 1 KB a second, or nothing.
final class Neighbours implements AutoCloseable {
    /// Small, so that it is the server who is left with what they do not read.
    private static final int RECEIVE_BUFFER = 8 * 1024;

    /// States of `/proc/net/tcp` in which a socket is still the server's: `ESTABLISHED`,
    /// `CLOSE_WAIT`.
    private static final Set<String> OPEN = Set.of("01", "08");

    private final Target target;
    private final List<SocketChannel> channels = new ArrayList<>();

    Neighbours(Target target) {
        this.target = target;
    }

    void addSlow() throws IOException {
        SocketChannel channel = Clients.open(target, RECEIVE_BUFFER);
        channels.add(channel);
        Thread.ofPlatform().daemon().name("slow").start(() -> sip(channel));
    }

    void addDeaf(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            channels.add(Clients.open(target, RECEIVE_BUFFER));
        }
    }

    private static void sip(SocketChannel channel) {
        ByteBuffer kilobyte = ByteBuffer.allocate(1024);
        try {
            while (channel.read(kilobyte.clear()) >= 0) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
        } catch (IOException _) {
            // Closed by either side; a server may well close one that is this slow.
        }
    }

    int count() {
        return channels.size();
    }

    /// How many the server has closed. They themselves would learn it only by reading all that it
    /// sent them before.
    long ended() throws IOException {
        Set<Integer> open = open();
        long held = 0;
        for (SocketChannel channel : channels) {
            held += open.contains(channel.socket().getLocalPort()) ? 1 : 0;
        }
        return channels.size() - held;
    }

    /// Ports of the clients whose connections the server still has.
    private Set<Integer> open() throws IOException {
        try (Stream<String> four = Files.lines(Path.of("/proc/net/tcp"));
                Stream<String> six = Files.lines(Path.of("/proc/net/tcp6"))) {
            return Stream.concat(four, six)
                    .map(line -> line.trim().split("\\s+"))
                    .filter(words -> OPEN.contains(words[3]) && !words[9].equals("0"))
                    .filter(words -> port(words[1]) == target.port())
                    .map(words -> port(words[2]))
                    .collect(Collectors.toSet());
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }

    @Override
    public void close() {
        try {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
