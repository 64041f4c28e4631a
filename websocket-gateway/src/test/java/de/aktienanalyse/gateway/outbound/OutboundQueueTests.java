package de.aktienanalyse.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.gateway.outbound.OutboundQueue.Offer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutboundQueueTests {
    private final OutboundQueue queue = new OutboundQueue(100, 4, Wire.WEBSOCKET);

    @Test
    void keepsTheOrderOfAllClassesWhileTheSocketTakesThem() {
        queue.offer(every("fill 1"), false);
        queue.offer(price("AAPL", "1"), false);
        queue.offer(price("AAPL", "2"), false);
        queue.offer(every("fill 2"), false);

        assertThat(drain(4096)).containsExactly("fill 1", "AAPL 1", "AAPL 2", "fill 2");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aBlockedConnectionGetsTheNewestPriceInTheOlderOnesPlace() {
        queue.offer(price("AAPL", "1"), true);
        queue.offer(every("fill"), true);
        queue.offer(price("MSFT", "1"), true);
        queue.offer(every("fill"), true);

        assertThat(queue.offer(price("AAPL", "2"), true)).isEqualTo(Offer.CONFLATED);
        assertThat(queue.offer(price("AAPL", "3"), true)).isEqualTo(Offer.CONFLATED);
        assertThat(queue.offer(price("NVDA", "1"), true)).isEqualTo(Offer.TAKEN);

        assertThat(drain(4096)).containsExactly("AAPL 3", "fill", "MSFT 1", "fill", "NVDA 1");
        assertThat(queue.takeConflated()).isEqualTo(Map.of("market.price_update", 2));
        assertThat(queue.hasConflated()).isFalse();
    }

    @Test
    void aShortPauseConflatesNothing() {
        for (int i = 1; i <= 4; i++) {
            assertThat(queue.offer(price("AAPL", "" + i), true)).isEqualTo(Offer.TAKEN);
        }
        assertThat(drain(4096)).hasSize(4);
    }

    @Test
    void transientIsLeftOutWhileBlocked() {
        Frame news = new Frame(bytes("now"), Delivery.TRANSIENT, "x.y", null);

        assertThat(queue.offer(news, true)).isEqualTo(Offer.SHED);
        assertThat(queue.offer(news, false)).isEqualTo(Offer.TAKEN);
    }

    @Test
    void everyIsBoundedAndNeverLeftOut() {
        for (int i = 0; i < 100; i++) {
            assertThat(queue.offer(every("fill " + i), true)).isEqualTo(Offer.TAKEN);
        }
        assertThat(queue.offer(every("one too many"), true)).isEqualTo(Offer.FULL);
        assertThat(drain(64)).hasSize(100).first().isEqualTo("fill 0");
    }

    @Test
    void aResumeIsNoSlownessUntilTheQueueHasRunEmpty() {
        queue.expect(150);
        for (int i = 0; i < 250; i++) {
            assertThat(queue.offer(every("missed " + i), true)).isEqualTo(Offer.TAKEN);
        }
        assertThat(queue.offer(every("one too many"), true)).isEqualTo(Offer.FULL);

        assertThat(drain(4096)).hasSize(250);
        for (int i = 0; i < 100; i++) {
            queue.offer(every("fill " + i), true);
        }
        assertThat(queue.offer(every("one too many"), true)).isEqualTo(Offer.FULL);
    }

    @Test
    void aFarewellComesBehindAllThatWaits() {
        queue.offer(every("fill"), true);
        queue.offer(price("AAPL", "1"), true);
        queue.endBehind(bytes("close"));

        assertThat(drain(4096)).containsExactly("fill", "AAPL 1", "close");
    }

    @Test
    void anotherWayHasAnotherForm() {
        OutboundQueue lines =
                new OutboundQueue(
                        100,
                        4,
                        frame ->
                                frame.length > 5
                                        ? ("data: " + text(frame)).getBytes()
                                        : new byte[0]);
        lines.offer(every("message"), false);
        lines.offerFirst(bytes("x"));
        ByteBuffer buffer = ByteBuffer.allocate(100);
        lines.fill(buffer, new long[4]);

        assertThat(text(buffer.array())).startsWith("data: message|").doesNotContain("x");
        assertThat(lines.isEmpty()).isTrue();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void answersOvertakeAtAFrameBoundaryAndNeverInsideAFrame() {
        queue.offer(every("a long message"), false);
        queue.offer(every("another"), false);
        ByteBuffer small = ByteBuffer.allocate(6);
        queue.fill(small, new long[4]);
        queue.offerFirst(bytes("answer"));

        ByteBuffer rest = ByteBuffer.allocate(4096);
        queue.fill(rest, new long[4]);
        String all =
                new String(small.array(), 0, small.position(), StandardCharsets.UTF_8)
                        + new String(rest.array(), 0, rest.position(), StandardCharsets.UTF_8);
        assertThat(all).isEqualTo("a long message|answer|another|");
    }

    @Test
    void theCloseFrameFollowsTheHalfWrittenFrameAndNothingElse() {
        queue.offer(every("a long message"), false);
        queue.offer(every("dropped"), false);
        queue.fill(ByteBuffer.allocate(6), new long[4]);

        queue.offerFirst(bytes("why"));
        queue.endWith(bytes("close"));

        assertThat(drain(4096)).containsExactly(" message", "why", "close");
    }

    @Test
    void aFrameLargerThanTheBufferPassesInPieces() {
        queue.offer(every("x".repeat(10_000)), false);
        assertThat(drain(64)).containsExactly("x".repeat(10_000));
    }

    /// Whatever happens: every fill once and in order, the newest price of each share, and the sum
    /// is right.
    @Test
    void sentIsReceivedPlusConflatedWhateverHappens() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            OutboundQueue any = new OutboundQueue(1_000_000, 8, Wire.WEBSOCKET);
            List<String> received = new ArrayList<>();
            List<String> fills = new ArrayList<>();
            String[] newest = new String[5];
            int offered = 0;
            for (int i = 0; i < 400; i++) {
                if (random.nextInt(4) == 0) {
                    received.addAll(drainOnce(any, 16 + random.nextInt(80)));
                }
                boolean blocked = random.nextBoolean();
                if (random.nextInt(3) == 0) {
                    fills.add("fill " + i);
                    any.offer(every("fill " + i), blocked);
                } else {
                    int share = random.nextInt(5);
                    newest[share] = "S" + share + " " + i;
                    any.offer(price("S" + share, "" + i), blocked);
                }
                offered++;
            }
            received.addAll(drainOnce(any, 1 << 20));
            String all = String.join("", received);
            List<String> messages = List.of(all.split("\\|"));

            assertThat(messages.stream().filter(m -> m.startsWith("fill"))).isEqualTo(fills);
            for (int share = 0; share < 5; share++) {
                String prefix = "S" + share + " ";
                assertThat(messages.stream().filter(m -> m.startsWith(prefix)).toList().getLast())
                        .isEqualTo(newest[share]);
            }
            int conflated = any.takeConflated().values().stream().mapToInt(Integer::intValue).sum();
            assertThat(messages.size() + conflated).isEqualTo(offered);
        }
    }

    private List<String> drain(int bufferSize) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (!queue.isEmpty()) {
            ByteBuffer buffer = ByteBuffer.allocate(bufferSize);
            queue.fill(buffer, new long[4]);
            out.write(buffer.array(), 0, buffer.position());
        }
        return List.of(out.toString(StandardCharsets.UTF_8).split("\\|"));
    }

    private static List<String> drainOnce(OutboundQueue queue, int bufferSize) {
        ByteBuffer buffer = ByteBuffer.allocate(bufferSize);
        queue.fill(buffer, new long[4]);
        return List.of(new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8));
    }

    private static Frame every(String text) {
        return new Frame(bytes(text), Delivery.EVERY, "trading.order_filled", null);
    }

    private static Frame price(String symbol, String value) {
        return new Frame(
                bytes(symbol + " " + value), Delivery.LATEST, "market.price_update", symbol);
    }

    private static byte[] bytes(String text) {
        return (text + "|").getBytes(StandardCharsets.UTF_8);
    }
}
