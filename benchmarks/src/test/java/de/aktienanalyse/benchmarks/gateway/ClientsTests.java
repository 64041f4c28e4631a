package de.aktienanalyse.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.benchmarks.gateway.Target.Feed;
import de.aktienanalyse.benchmarks.gateway.Target.Garbage;
import de.aktienanalyse.benchmarks.gateway.Target.Server;
import de.aktienanalyse.benchmarks.gateway.Target.Talk;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is counted of what a server says, and that a client answers its pings.
class ClientsTests {
    private static final String MESSAGE = "{\"stamp\":\"~%019d\"}".formatted(1) + "x".repeat(270);

    private ServerSocket listening;

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    private Clients clients(Talk talk) {
        Server server = new Server(List.of(), Map.of(), listening.getLocalPort(), Garbage.ITSELF);
        return new Clients(new Target("a server", 1, "", server, talk, Feed.published("bench")));
    }

    private Socket accepted(Clients clients) throws IOException {
        Thread.ofVirtual().start(() -> clients.connect(1));
        Socket socket = listening.accept();
        socket.setSoTimeout(5000);
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        assertThat(head).startsWith("GET /ws/");
        OutputStream out = socket.getOutputStream();
        out.write("HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(frame(1, "ready"));
        Waiting.until("the client is ready", 5, () -> clients.ready() == 1);
        return socket;
    }

    private static byte[] frame(int opcode, String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x80 | opcode);
        if (text.length() < 126) {
            out.write(text.length());
        } else {
            out.write(126);
            out.write(text.length() >> 8);
            out.write(text.length());
        }
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /// Of a client's masked frame.
    private static String heard(Socket socket) throws IOException {
        byte[] header = socket.getInputStream().readNBytes(6);
        byte[] text = socket.getInputStream().readNBytes(header[1] & 127);
        for (int i = 0; i < text.length; i++) {
            text[i] ^= header[2 + i % 4];
        }
        return (header[0] & 15) + " " + new String(text, StandardCharsets.US_ASCII);
    }

    private static void awaitCount(Clients clients, long count) {
        Waiting.holds(5, () -> clients.received() >= count);
        assertThat(clients.received()).isEqualTo(count);
        assertThat(clients.odd()).isZero();
    }

    @Test
    void countsTheMessagesOfAFrameThatAPingIsIn() throws IOException {
        Talk talk = Talk.of("/ws/{n}", List.of(), "ready").pinging("{}", "{}");
        try (Clients clients = clients(talk);
                Socket socket = accepted(clients)) {
            OutputStream out = socket.getOutputStream();
            out.write(frame(1, MESSAGE));
            out.write(frame(1, MESSAGE + "\n" + MESSAGE + "\n{}"));
            out.write(frame(1, "{}"));
            awaitCount(clients, 3);
            assertThat(heard(socket)).isEqualTo("1 {}");
            assertThat(heard(socket)).isEqualTo("1 {}");
        }
    }

    @Test
    void countsEachLongFrameWhenTheyComeAlone() throws IOException {
        Talk talk = Talk.of("/ws/{n}", List.of(), "ready").pinging("2", "3").oneByOne();
        try (Clients clients = clients(talk);
                Socket socket = accepted(clients)) {
            OutputStream out = socket.getOutputStream();
            out.write(frame(1, MESSAGE + ",\"1-9\"]      "));
            out.write(frame(1, "2"));
            out.write(frame(1, MESSAGE + ",\"1-10\"]      "));
            awaitCount(clients, 2);
            assertThat(heard(socket)).isEqualTo("1 3");
        }
    }

    @Test
    void answersThePingsOfWebSocketItself() throws IOException {
        try (Clients clients = clients(Talk.of("/ws/{n}", List.of(), "ready"));
                Socket socket = accepted(clients)) {
            socket.getOutputStream().write(frame(9, "abcd"));
            assertThat(heard(socket)).isEqualTo("10 abcd");
        }
    }
}
