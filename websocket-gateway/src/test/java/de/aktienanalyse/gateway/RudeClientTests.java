package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.InMemoryEventBus;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/// Clients that do as they like: each gets its error or close code, and changes nothing for others.
@GatewayTest
class RudeClientTests {
    private static final int FILLS = 200;

    @LocalServerPort int port;
    @Autowired InMemoryEventBus bus;
    @Autowired MeterRegistry metrics;

    @FunctionalInterface
    private interface Rudeness {
        void act() throws Exception;
    }

    /// Whatever goes on beside it, a neighbour gets fill after fill.
    private void besideANeighbour(Rudeness rude) {
        try (BrowserClient neighbour = BrowserClient.connect(port).subscribe("trading.*");
                ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> over =
                    other.submit(() -> {
                        rude.act();
                        return true;
                    });
            for (int i = 0; i < FILLS || !over.isDone(); i++) {
                bus.publish(SampleEvents.fill("beside-" + i));
                assertThat(neighbour.next("trading.order_filled").at("/data/order_id").asString())
                        .isEqualTo("beside-" + i);
            }
            assertThat(over).succeedsWithin(Duration.ZERO);
            assertThat(neighbour.untilPong()).isEmpty();
        }
    }

    @Test
    void aMessageOfTenMebibytesEndsWith1009() {
        besideANeighbour(() -> {
            try (BrowserClient client = BrowserClient.connect(port)) {
                String chunk = "x".repeat(1024 * 1024);
                try {
                    for (int i = 0; i < 10; i++) {
                        client.socket().sendText(chunk, i == 9).join();
                    }
                } catch (RuntimeException alreadyClosed) {
                    // The gateway need not wait for the end.
                }
                assertThat(client.closeCode()).isEqualTo(1009);
            }
        });
    }

    @Test
    void binaryEndsWith1003AndNoMaskWith1002AndBadTextWith1007() throws Exception {
        try (BrowserClient client = BrowserClient.connect(port)) {
            client.socket().sendBinary(ByteBuffer.allocate(1), true).join();
            assertThat(client.closeCode()).isEqualTo(1003);
        }
        try (RawClient client = RawClient.connect(port)) {
            client.sendHex("810548656c6c6f");
            assertThat(client.closeCode()).isEqualTo(1002);
            assertThat(client.ends()).isTrue();
        }
        try (RawClient client = RawClient.connect(port)) {
            client.sendHex("818100000000ff");
            assertThat(client.closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void whoSpeaksAnotherLanguageEndsWith1008AndOneSlipIsForgiven() throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            int said = 0;
            int code = 0;
            while (code == 0 && said < 300) {
                client.sendText(++said == 10 ? "{\"type\":\"ping\",\"data\":{}}" : "EHLO gateway");
                RawClient.Frame answer = client.frame();
                if (answer.opcode() == 8) {
                    code = answer.closeCode();
                } else if (answer.text().contains("rate_limited")) {
                    LockSupport.parkNanos(50_000_000);
                }
            }
            assertThat(code).isEqualTo(1008);
            assertThat(said).isGreaterThan(110);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aCloseIsAnsweredWithItsOwnCode() throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            client.sendHex("8882000000000bb8");
            assertThat(client.closeCode()).isEqualTo(3000);
            assertThat(client.ends()).isTrue();
        }
        try (RawClient client = RawClient.connect(port)) {
            client.sendHex("888000000000");
            assertThat(client.frame())
                    .satisfies(frame -> {
                        assertThat(frame.opcode()).isEqualTo(8);
                        assertThat(frame.payload()).isEmpty();
                    });
        }
    }

    @Test
    void aProtocolPingIsAnsweredAlsoInsideAMessage() throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            client.sendHex("018100000000" + "7b" + "898100000000" + "3f" + "808100000000" + "7d");
            RawClient.Frame pong = client.frame();
            assertThat(pong.opcode()).isEqualTo(10);
            assertThat(pong.text()).isEqualTo("?");
            assertThat(client.frame().text()).contains("invalid_message_format");
        }
    }

    @Test
    void halfAFrameAndSilenceEndTheConnectionAndNobodyElses() {
        besideANeighbour(() -> {
            try (RawClient half = RawClient.connect(port)) {
                half.sendHex("81fe4000");
                assertThat(half.closeCode()).isEqualTo(4000);
                assertThat(half.ends()).isTrue();
            }
        });
    }

    @Test
    void aFloodIsAnsweredWithErrorsAndThenEndsWith4429() {
        besideANeighbour(() -> {
            try (RawClient client = RawClient.connect(port)) {
                Thread.startVirtualThread(() -> flood(client));
                boolean limited = false;
                boolean named = false;
                RawClient.Frame frame = client.frame();
                for (; frame.opcode() != 8; frame = client.frame()) {
                    limited |= frame.text().contains("rate_limited");
                    named |= frame.text().contains("\"correlation_id\":\"p-");
                }
                assertThat(limited && named).isTrue();
                assertThat(frame.closeCode()).isEqualTo(4429);
            }
        });
    }

    /// Ten thousand messages at once.
    private static void flood(RawClient client) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            all.writeBytes(
                    RawClient.textFrame("{\"type\":\"ping\",\"correlation_id\":\"p-" + i + "\"}"));
        }
        try {
            client.send(all.toByteArray());
        } catch (IOException alreadyClosed) {
            // The gateway need not wait for the end.
        }
    }

    @Test
    void oneThatNeverReadsIsClosedAndDelaysNobody() throws Exception {
        try (RawClient stuck = RawClient.connect(port);
                BrowserClient neighbour = BrowserClient.connect(port).subscribe("trading.*")) {
            stuck.sendText(
                    """
                    {"type":"subscription","event":"subscribe","data":{"event_types":["trading.*"]}}\
                    """);
            stuck.frame();
            double before = slowCloses();

            for (int i = 0; i < 4_000; i++) {
                bus.publish(SampleEvents.fill("order-" + i));
            }

            for (int i = 0; i < 4_000; i++) {
                assertThat(neighbour.next("trading.order_filled").at("/data/order_id").asString())
                        .isEqualTo("order-" + i);
            }
            await().atMost(Duration.ofSeconds(8)).until(() -> slowCloses() == before + 1);
            assertThat(stuck.ends()).isTrue();
            assertThat(neighbour.untilPong()).isEmpty();
        }
    }

    @Test
    void aSlowReaderGetsEveryFillTheNewestPriceAndTheCountOfWhatWasLeftOut() throws Exception {
        try (RawClient slow = RawClient.connect(port)) {
            slow.sendText(
                    """
                    {"type":"subscription","event":"subscribe",
                     "data":{"event_types":["market.price_update","trading.*"],"symbols":["SLOW"],"snapshot":false}}\
                    """);
            slow.frame();
            slow.frame();

            int prices = 3_000;
            double before = metrics.counter("aktien.gateway.conflated").count();
            Thread.startVirtualThread(() -> sayToTheSlow(prices));
            // It reads on from here, or on a busy machine the watchdog would close it meanwhile.
            await().until(() -> metrics.counter("aktien.gateway.conflated").count() > before);

            int received = 0;
            int fills = 0;
            int conflated = 0;
            String last = "";
            while (fills < prices / 100 || received + conflated < prices) {
                String text = slow.frame().text();
                if (text.contains("\"market.price_update\",\"data\"")) {
                    received++;
                    last = text;
                } else if (text.contains("trading.order_filled")) {
                    fills++;
                    assertThat(text).contains("\"slow-" + fills * 100 + "\"");
                } else if (text.contains("\"event\":\"conflated\"")) {
                    conflated +=
                            Integer.parseInt(text.replaceAll("(?s).*\"total\":(\\d+).*", "$1"));
                }
            }
            assertThat(received + conflated).isEqualTo(prices);
            assertThat(conflated).isPositive();
            assertThat(last).contains("\"price\":" + prices + ".00");
        }
    }

    private void sayToTheSlow(int prices) {
        for (int i = 1; i <= prices; i++) {
            bus.publish(SampleEvents.price("SLOW", i + ".00"));
            if (i % 100 == 0) {
                bus.publish(SampleEvents.fill("slow-" + i, "SLOW"));
            }
        }
    }

    private double slowCloses() {
        return metrics.counter("aktien.gateway.slow.closes").count();
    }
}
