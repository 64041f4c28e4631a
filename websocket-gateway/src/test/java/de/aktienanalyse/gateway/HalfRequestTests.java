package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Strangers who begin a request and never end it cost little, for a short time, and nobody else.
class HalfRequestTests {
    private static final int STRANGERS = 2_000;
    private static final int ROOM = 200;

    @RegisterExtension
    final OwnGateway gateway =
            new OwnGateway(
                    "aktien.gateway.guests.at-most=" + ROOM, "aktien.gateway.guests.patience=2s");

    @Test
    void thousandsOfThemKeepNobodyOut() throws Exception {
        List<SocketChannel> strangers = new ArrayList<>();
        try (BrowserClient known = BrowserClient.connect(gateway.port()).subscribe("trading.*");
                StreamClient stream =
                        StreamClient.open(gateway.port(), "event_types=trading.*", null)) {
            stream.next();
            for (int i = 0; i < STRANGERS; i++) {
                strangers.add(begin("GET /api/session HTTP/1.1\r\nX-Long: "));
                if (i % 500 == 499) {
                    assertThat(known.untilPong()).isEmpty();
                    await().ignoreExceptions().until(this::comesIn);
                }
            }

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> strangers.stream().allMatch(HalfRequestTests::isOver));
            assertThat(most()).isBetween(1.0, (double) ROOM);

            assertThat(comesIn()).isTrue();
            gateway.bus().publish(SampleEvents.fill("after-all"));
            assertThat(known.next("trading.order_filled").at("/data/order_id").asString())
                    .isEqualTo("after-all");
            assertThat(stream.until("trading.order_filled")).isNotEmpty();
        } finally {
            for (SocketChannel stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void nobodyIsKeptOutByThoseWhoseBodyDoesNotComeEither() throws Exception {
        List<SocketChannel> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * ROOM; i++) {
                strangers.add(
                        begin(
                                """
                                POST /api/session HTTP/1.1\r
                                Host: 127.0.0.1\r
                                Content-Type: application/json\r
                                Content-Length: 100\r
                                \r
                                {\
                                """));
            }
            for (int i = 0; i < 3; i++) {
                await().ignoreExceptions().until(this::comesIn);
            }
            assertThat(most()).isEqualTo(ROOM);
            assertThat(strangers.stream().filter(HalfRequestTests::isOver).count())
                    .as("the rest may still go on")
                    .isBetween(ROOM + 1L, 2L * ROOM - 1);
        } finally {
            for (SocketChannel stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void whoSaysALetterNowAndThenIsNotWaitedForEither() throws Exception {
        try (SocketChannel slow = begin("GET /api/session HTTP/1.1\r\nX-Long: ")) {
            int letters = 0;
            while (!isOver(slow) && letters < 200) {
                say(slow, "x");
                letters++;
                LockSupport.parkNanos(50_000_000);
            }
            assertThat(letters).isBetween(20, 199);
        }
    }

    private SocketChannel begin(String head) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress("127.0.0.1", gateway.port()));
        channel.configureBlocking(false);
        say(channel, head);
        return channel;
    }

    private static void say(SocketChannel channel, String text) {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException _) {
            // Turned away.
        }
    }

    private static boolean isOver(SocketChannel channel) {
        try {
            ByteBuffer answer = ByteBuffer.allocate(1024);
            int count = channel.read(answer);
            while (count > 0) {
                answer.clear();
                count = channel.read(answer);
            }
            return count < 0;
        } catch (IOException _) {
            return true;
        }
    }

    /// A guest of the page, on a connection of their own.
    private boolean comesIn() throws IOException {
        try (RawClient guest = new RawClient(gateway.port(), 4096)) {
            return guest.request(
                            "GET /api/session HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"
                                    .formatted(gateway.port()))
                    .startsWith("HTTP/1.1 200");
        }
    }

    private double most() {
        return gateway.bean(MeterRegistry.class).get("aktien.gateway.guests.most").gauge().value();
    }
}
