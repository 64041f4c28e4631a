package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.gateway.Target.Talk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// WebSocket clients on one selector thread, with no more parsing than counting needs, so that the
/// load generator takes as little as it can of the cores it shares with the server.
///
/// All messages of a run have one length, and a frame that holds several, with a byte between, is
/// counted by its length; of a target whose messages come alone each longer frame is one.
final class Clients implements AutoCloseable {
    private static final int SAMPLE_EVERY = 16;

    /// Between two looks at the sockets. The clients stand for as many machines: woken by each
    /// write, their one thread would take from the server more than it reads.
    private static final long NAP = Long.getLong("bench.nap", 200_000);

    /// Bytes that a frame of several messages may hold beside them: Centrifuge puts its ping, `{}`,
    /// into the same frame.
    private static final int OWN_WORDS = 8;

    /// For a handshake: a server that does not answer must not hold up the measurement.
    private static final int PATIENCE_MS = 20_000;

    private static final byte[] MASK = {1, 2, 3, 4};

    private final Target target;
    private final Talk talk;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private final List<Client> clients = new ArrayList<>();
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "clients");
    private volatile boolean running = true;
    private volatile long received;
    private volatile long odd;

    /// Length of a message, once the first has come; its frame's header when it comes alone, and
    /// where in that frame the time stands.
    private int unit;

    private int aloneHeader;
    private int aloneStamp;
    private int sampled;
    private long readAt;
    private volatile Histogram latencies = new Histogram(60_000_000_000L, 3);

    Clients(Target target) {
        this.target = target;
        this.talk = target.talk();
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One after the other, while those that are in are read already: with thousands it takes long
    /// enough for a server to ask whether the first are still there.
    Clients connect(int count) {
        thread.setDaemon(true);
        thread.start();
        try {
            for (int i = 0; i < count; i++) {
                Client client = new Client(open(target, 0));
                clients.add(client);
                client.channel.configureBlocking(false);
                client.channel.register(selector, SelectionKey.OP_READ, client);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// Shakes hands and says the opening messages; the channel still blocks.
    ///
    /// @param receiveBuffer bytes; 0: as the system has it
    static SocketChannel open(Target target, int receiveBuffer) throws IOException {
        Talk talk = target.talk();
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (receiveBuffer > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
        channel.socket().connect(new InetSocketAddress("127.0.0.1", target.port()), PATIENCE_MS);
        String request =
                "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                .formatted(talk.nextPath(), target.port())
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                        + "Authorization: Bearer %s\r\n\r\n".formatted(Target.TOKEN);
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.socket().setSoTimeout(PATIENCE_MS);
        InputStream in = channel.socket().getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("Refused: " + head);
            }
            head.append((char) read);
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("Refused: " + head);
        }
        for (String text : talk.opening()) {
            channel.write(frame(1, text.getBytes(StandardCharsets.UTF_8)));
        }
        return channel;
    }

    private static ByteBuffer frame(int opcode, byte[] bytes) {
        ByteBuffer frame = ByteBuffer.allocate(bytes.length + 14);
        frame.put((byte) (0x80 | opcode));
        if (bytes.length < 126) {
            frame.put((byte) (0x80 | bytes.length));
        } else {
            frame.put((byte) 0xfe).putShort((short) bytes.length);
        }
        frame.put(MASK);
        for (int i = 0; i < bytes.length; i++) {
            frame.put((byte) (bytes[i] ^ MASK[i % 4]));
        }
        return frame.flip();
    }

    int ready() {
        return ready.get();
    }

    int closed() {
        return closed.get();
    }

    long received() {
        return received;
    }

    /// Frames that hold no whole number of messages: must stay 0, or the counts mean nothing.
    long odd() {
        return odd;
    }

    /// Samples since the last call, merged over all clients.
    Histogram takeLatencies() {
        Histogram taken = latencies;
        latencies = new Histogram(60_000_000_000L, 3);
        return taken;
    }

    private void run() {
        try {
            while (running) {
                selector.select(
                        key -> {
                            Client client = (Client) key.attachment();
                            try {
                                client.read();
                            } catch (IOException e) {
                                closed.incrementAndGet();
                                key.cancel();
                            }
                        },
                        100);
                LockSupport.parkNanos(NAP);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Client {
        private final SocketChannel channel;
        private final byte[] header = new byte[10];
        private int headerLength;
        private long left;
        private boolean isReady;

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        void read() throws IOException {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                throw new IOException("closed");
            }
            readAt = System.nanoTime();
            buffer.flip();
            while (buffer.hasRemaining()) {
                if (left > 0) {
                    int skip = (int) Math.min(left, buffer.remaining());
                    buffer.position(buffer.position() + skip);
                    left -= skip;
                } else if (headerLength == 0 && unit > 0 && takeAlone() > 0) {
                    continue;
                } else if (header()) {
                    begin();
                }
            }
        }

        /// The short way for whole frames of one message each.
        ///
        /// @return how many
        private int takeAlone() {
            int frame = unit + 4;
            int begin = buffer.position();
            int at = begin;
            int limit = buffer.limit() - frame;
            while (at <= limit && buffer.getInt(at) == aloneHeader) {
                if (++sampled % SAMPLE_EVERY == 0) {
                    record(digits(at + aloneStamp));
                }
                at += frame;
            }
            buffer.position(at);
            int count = (at - begin) / frame;
            received += count;
            return count;
        }

        /// @return whether the header is complete
        private boolean header() {
            header[headerLength++] = buffer.get();
            if (headerLength < 2) {
                return false;
            }
            int shortLength = header[1] & 127;
            int need = shortLength == 126 ? 4 : shortLength == 127 ? 10 : 2;
            if (headerLength < need) {
                return false;
            }
            left = shortLength;
            if (need > 2) {
                left = 0;
                for (int i = 2; i < need; i++) {
                    left = left << 8 | header[i] & 255;
                }
            }
            headerLength = 0;
            return true;
        }

        private void begin() throws IOException {
            int opcode = header[0] & 15;
            if (opcode == 8) {
                throw new IOException("closed by the server");
            }
            if (opcode == 9) {
                channel.write(frame(10, bytes()));
            }
            if (opcode != 1) {
                return;
            }
            long stamp = left > Messages.LENGTH - 60 ? stamp() : 0;
            if (talk.alone() && left > Messages.LENGTH) {
                received++;
                sample(stamp);
                return;
            }
            if (unit == 0 && stamp > 0) {
                unit = (int) left;
                aloneHeader = 0x817e0000 | unit;
                aloneStamp = 4 + mark() + 1 - buffer.position();
            }
            if (unit > 0 && (left + 1) % (unit + 1) <= OWN_WORDS) {
                count(stamp);
            } else if (stamp > 0) {
                odd++;
            } else {
                hear(text());
            }
        }

        private void hear(String text) throws IOException {
            if (text.equals(talk.ping())) {
                answer();
            } else if (!isReady && text.contains(talk.ready())) {
                isReady = true;
                ready.incrementAndGet();
            }
        }

        private void count(long stamp) throws IOException {
            received += (left + 1) / (unit + 1);
            sample(stamp);
            // The ping and a byte between, or nothing else at all.
            if ((left + 1) % (unit + 1) == talk.ping().length() + 1) {
                answer();
            }
        }

        /// A server that hears nothing takes a client for dead.
        private void answer() throws IOException {
            if (!talk.pong().isEmpty()) {
                channel.write(frame(1, talk.pong().getBytes(StandardCharsets.US_ASCII)));
            }
        }

        private void sample(long stamp) {
            if (stamp > 0 && ++sampled % SAMPLE_EVERY == 0) {
                record(stamp);
            }
        }

        private void record(long stamp) {
            latencies.recordValue(Math.clamp(readAt - stamp, 0, 60_000_000_000L));
        }

        private String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        private byte[] bytes() {
            byte[] bytes = new byte[(int) Math.min(left, buffer.remaining())];
            buffer.get(buffer.position(), bytes);
            return bytes;
        }

        /// When the first message of the frame was planned to be said; 0 when it is cut off.
        private long stamp() {
            int mark = mark();
            return mark < 0 ? 0 : digits(mark + 1);
        }

        /// Where in the buffer the time of the frame's first message stands; -1 when it is cut off.
        private int mark() {
            int end = buffer.position() + (int) Math.min(left, buffer.remaining());
            for (int i = buffer.position(); i < end - Messages.DIGITS - 1; i++) {
                if (buffer.get(i) == Messages.MARK) {
                    return i;
                }
            }
            return -1;
        }

        private long digits(int at) {
            long number = 0;
            for (int digit = 0; digit < Messages.DIGITS; digit++) {
                number = number * 10 + buffer.get(at + digit) - '0';
            }
            return number;
        }
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join(2000);
            for (Client client : clients) {
                client.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
