package de.aktienanalyse.benchmarks.browser;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One client: connects, shakes hands, reads frames, comes back after it was cut. Belongs to the
/// thread of its [Browsers].
final class Browser implements Protocol.Listener {
    private static final byte[] MASK = {1, 2, 3, 4};
    private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int MOST_RETRIES_DOUBLED = 3;
    private static final int SIP = 8 * 1024;

    private final Browsers all;
    private final Protocol protocol;
    private final Memory memory = new Memory();
    private final Reception reception;
    private final int bytesPerSecond;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private byte[] pending = new byte[1024];
    private int length;
    private boolean shaken;
    private int failures;
    private long begun;

    boolean live;

    /// @param bytesPerSecond how fast it reads once it is live; 0: as fast as it can
    Browser(Browsers all, Protocol protocol, int subjects, int bytesPerSecond) {
        this.all = all;
        this.protocol = protocol;
        this.reception = new Reception(subjects);
        this.bytesPerSecond = bytesPerSecond;
    }

    void connect() {
        begun = System.nanoTime();
        shaken = false;
        length = 0;
        try {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (bytesPerSecond > 0) {
                opened.setOption(StandardSocketOptions.SO_RCVBUF, SIP);
            }
            key = opened.register(all.selector, SelectionKey.OP_CONNECT, this);
            opened.connect(new InetSocketAddress("127.0.0.1", all.port()));
        } catch (IOException _) {
            lost();
        }
    }

    /// Drops the connection without a word (RST), as a network does.
    void cut(long comeBackIn) {
        SocketChannel open = channel;
        if (open == null) {
            return;
        }
        try {
            open.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException _) {
            // It is gone already.
        }
        drop();
        if (comeBackIn >= 0) {
            all.after(comeBackIn, this::connect);
        }
    }

    private void drop() {
        SocketChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // What we wanted.
            }
        }
        if (live) {
            live = false;
            all.left();
        }
        reception.cut();
    }

    private void lost() {
        drop();
        long most = RETRY << Math.min(failures++, MOST_RETRIES_DOUBLED);
        all.after(all.random.nextLong(most), this::connect);
    }

    void ready() {
        SelectionKey ours = key;
        SocketChannel open = channel;
        if (ours == null || open == null || !ours.isValid()) {
            return;
        }
        try {
            if (ours.isConnectable() && open.finishConnect()) {
                ours.interestOps(SelectionKey.OP_READ);
                send(handshake());
            } else if (ours.isReadable()) {
                read(open, ours);
            }
        } catch (IOException _) {
            lost();
        }
    }

    private String handshake() {
        return "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
                        .formatted(protocol.path(), all.port())
                + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(all.token());
    }

    private void read(SocketChannel open, SelectionKey ours) throws IOException {
        ByteBuffer buffer = all.buffer.clear();
        boolean slow = bytesPerSecond > 0 && live && !all.hurried && reception.hasAllValues();
        if (slow) {
            buffer.limit(SIP);
        }
        int count = open.read(buffer);
        if (count < 0) {
            throw new IOException("closed");
        }
        if (slow) {
            ours.interestOps(0);
            all.after(
                    TimeUnit.SECONDS.toNanos(1) * count / bytesPerSecond,
                    () -> {
                        if (ours.isValid()) {
                            ours.interestOps(SelectionKey.OP_READ);
                        }
                    });
        }
        if (length + count > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(2 * pending.length, length + count));
        }
        buffer.flip().get(pending, length, count);
        length += count;
        int used = shaken ? 0 : shake();
        while (used < length) {
            int next = frame(used);
            if (next < 0) {
                break;
            }
            used = next;
        }
        length -= used;
        System.arraycopy(pending, used, pending, 0, length);
    }

    /// @return how many bytes the answer to the handshake has; 0 when it is not complete
    private int shake() throws IOException {
        String head = new String(pending, 0, length, StandardCharsets.ISO_8859_1);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException(head);
        }
        shaken = true;
        for (String text : protocol.opening(memory)) {
            say(text);
        }
        return end + 4;
    }

    /// @return where the frame that begins at `at` ends; -1 when it is not complete
    private int frame(int at) throws IOException {
        if (!shaken || length - at < 2) {
            return -1;
        }
        int size = pending[at + 1] & 127;
        int body = at + 2;
        if (size == 126) {
            if (length - at < 4) {
                return -1;
            }
            size = (pending[at + 2] & 255) << 8 | pending[at + 3] & 255;
            body = at + 4;
        } else if (size == 127) {
            if (length - at < 10) {
                return -1;
            }
            size = ByteBuffer.wrap(pending, at + 6, 4).getInt();
            body = at + 10;
        }
        if (length - body < size) {
            return -1;
        }
        switch (pending[at] & 15) {
            case 1 -> protocol.read(pending, body, body + size, this);
            case 8 -> throw new IOException("closed by the server");
            case 9 -> send(frame(10, Arrays.copyOfRange(pending, body, body + size)));
            default -> {}
        }
        return body + size;
    }

    private static ByteBuffer frame(int opcode, byte[] bytes) {
        ByteBuffer frame = ByteBuffer.allocate(bytes.length + 8);
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

    private void send(String text) throws IOException {
        send(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private void send(ByteBuffer bytes) throws IOException {
        SocketChannel open = channel;
        if (open != null && open.write(bytes) >= 0 && bytes.hasRemaining()) {
            throw new IOException("A client's few bytes do not fit into its socket");
        }
    }

    @Override
    public void say(String text) {
        try {
            send(frame(1, text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException _) {
            // The next read tells it too, and counts it.
        }
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public Reception reception() {
        return reception;
    }

    @Override
    public void live() {
        if (!live) {
            live = true;
            failures = 0;
            all.arrived(System.nanoTime() - begun);
        }
    }

    @Override
    public void event(int subject, long n, long stamp) {
        reception.event(subject, n);
        all.heard(stamp);
    }
}
