package de.aktienanalyse.gateway;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A client that does as it likes.
final class RawClient implements AutoCloseable {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /// A frame as it came in.
    record Frame(int opcode, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        }
    }

    /// @param receiveBuffer how much the kernel may hold for a client that does not read
    RawClient(int port, int receiveBuffer) throws IOException {
        this("127.0.0.1", port, receiveBuffer);
    }

    /// @param from one of this machine's own addresses, of which 127/8 has many
    private RawClient(String from, int port, int receiveBuffer) throws IOException {
        socket.bind(new InetSocketAddress(from, 0));
        socket.setReceiveBufferSize(receiveBuffer);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 65_536));
        out = socket.getOutputStream();
    }

    /// Upgraded, with the welcome read.
    static RawClient connect(int port) throws IOException {
        return connect(port, 4096);
    }

    static RawClient connect(int port, int receiveBuffer) throws IOException {
        return upgraded(new RawClient(port, receiveBuffer), handshake(port, "/ws", ""));
    }

    /// @param proof header lines that say who it is
    static RawClient upgraded(int port, String proof) throws IOException {
        String anyone = "Authorization: Bearer " + FreshData.TOKEN + "\r\n";
        return upgraded(
                new RawClient(port, 4096), handshake(port, "/ws", "").replace(anyone, proof));
    }

    /// @return status of the answer to one POST
    static int post(String from, int port, String path, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        try (RawClient client = new RawClient(from, port, 4096)) {
            client.send(
                    "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                            .formatted(path, port, body.length)
                            .getBytes(StandardCharsets.US_ASCII));
            client.send(body);
            return Integer.parseInt(client.request("").split(" ", 3)[1]);
        }
    }

    private static RawClient upgraded(RawClient client, String handshake) throws IOException {
        String head = client.request(handshake);
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError(head);
        }
        client.frame();
        return client;
    }

    DataInputStream in() {
        return in;
    }

    static String handshake(int port, String path, String moreHeaders) {
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + port
                + "\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Key: "
                + KEY
                + "\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer "
                + FreshData.TOKEN
                + "\r\n"
                + moreHeaders
                + "\r\n";
    }

    /// @return head of the response
    String request(String request) throws IOException {
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void sendHex(String hex) throws IOException {
        send(HexFormat.of().parseHex(hex));
    }

    void sendText(String text) throws IOException {
        send(textFrame(text));
    }

    static byte[] textFrame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        if (payload.length >= 65_536) {
            throw new IllegalArgumentException("too long for this client");
        }
        byte[] frame = new byte[(payload.length < 126 ? 6 : 8) + payload.length];
        frame[0] = (byte) 0x81;
        int at = 2;
        if (payload.length < 126) {
            frame[1] = (byte) (0x80 | payload.length);
        } else {
            frame[1] = (byte) (0x80 | 126);
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
            at = 4;
        }
        // A mask of zeros leaves the payload as it is.
        System.arraycopy(payload, 0, frame, at + 4, payload.length);
        return frame;
    }

    Frame frame() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if ((length & 0x80) != 0) {
            throw new AssertionError("A server must not mask");
        }
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        return new Frame(first & 0x0f, in.readNBytes(length));
    }

    /// Reads until the close frame and tells its code.
    int closeCode() throws IOException {
        for (Frame frame = frame(); ; frame = frame()) {
            if (frame.opcode() == 8) {
                return frame.closeCode();
            }
        }
    }

    /// Whether the server ends the connection, after whatever it still says.
    boolean ends() {
        try {
            while (true) {
                in.readByte();
            }
        } catch (EOFException e) {
            return true;
        } catch (IOException e) {
            return e instanceof java.net.SocketException;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
