package de.aktienanalyse.gateway.frames;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules of RFC 6455 as a table: what a client sends, and what comes of it.
class FrameParserTests {
    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

    static Stream<Arguments> conforming() {
        return Stream.of(
                row("§5.7 masked hello", hex("818537fa213d7f9f4d5158"), "text Hello"),
                row("empty text", text(true, ""), "text "),
                row("§5.4 two fragments", join(text(false, "Hel"), more(true, "lo")), "text Hello"),
                row(
                        "many fragments, some empty",
                        join(text(false, ""), more(false, "a"), more(false, ""), more(true, "b")),
                        "text ab"),
                row(
                        "§5.5 ping between fragments",
                        join(text(false, "Hel"), control(9, "?"), more(true, "lo")),
                        "ping ?",
                        "text Hello"),
                row(
                        "close between fragments",
                        join(text(false, "Hel"), close(1000, "bye")),
                        "close 1000 bye"),
                row("ping without payload", control(9, ""), "ping "),
                row("ping of 125 bytes", control(9, "p".repeat(125)), "ping " + "p".repeat(125)),
                row("pong nobody asked for", control(10, "x"), "pong x"),
                row("close without code", control(8, ""), "close 1005 "),
                row("close 1001", close(1001, ""), "close 1001 "),
                row("close of an application", close(3000, "a"), "close 3000 a"),
                row("close of a private use", close(4999, ""), "close 4999 "),
                row("length 125", text(true, "a".repeat(125)), "text " + "a".repeat(125)),
                row("length 126", text(true, "a".repeat(126)), "text " + "a".repeat(126)),
                row("length 65535", text(true, "a".repeat(65_535)), "text " + "a".repeat(65_535)),
                row("64 KiB", text(true, "a".repeat(65_536)), "text " + "a".repeat(65_536)),
                row(
                        "64 KiB in fragments",
                        join(text(false, "a".repeat(65_535)), more(true, "b")),
                        "text " + "a".repeat(65_535) + "b"),
                row("all widths of UTF-8", text(true, "aß€😀"), "text aß€😀"),
                row(
                        "edges of UTF-8",
                        text(true, "\u0080\u07ff\u0800\ud7ff\ue000\uffff\udbff\udfff"),
                        "text \u0080\u07ff\u0800\ud7ff\ue000\uffff\udbff\udfff"),
                row(
                        "a character split over fragments",
                        join(frame(1, false, hex("e282")), frame(0, true, hex("ac"))),
                        "text €"),
                row(
                        "nothing is read behind a close",
                        join(close(1000, ""), text(true, "x")),
                        "close 1000 "));
    }

    static Stream<Arguments> breaking() {
        return Stream.of(
                broken("§5.1 no mask", hex("810548656c6c6f"), 1002),
                broken("§5.2 reserved bit 1", hex("c18000000000"), 1002),
                broken("§5.2 reserved bit 2", hex("a18000000000"), 1002),
                broken("§5.2 reserved bit 3", hex("918000000000"), 1002),
                broken("§5.2 data opcode 3", hex("8380"), 1002),
                broken("§5.2 control opcode 11", hex("8b80"), 1002),
                broken("§5.5 fragmented ping", hex("0980"), 1002),
                broken("§5.5 control frame of 126 bytes", hex("89fe007e"), 1002),
                broken("§5.4 continuation of nothing", more(true, "x"), 1002),
                broken("§5.4 text inside a message", join(text(false, "a"), text(true, "b")), 1002),
                broken("continuation after the end", join(text(true, "a"), more(true, "b")), 1002),
                broken("§5.2 length 125 in two bytes", hex("81fe007d"), 1002),
                broken("§5.2 length 65535 in eight", hex("81ff000000000000ffff"), 1002),
                broken("§5.2 highest bit of a length", hex("81ff8000000000000000"), 1002),
                broken("§5.5.1 half a close code", frame(8, true, hex("03")), 1002),
                broken("§7.4 close code 999", close(999, ""), 1002),
                broken("§7.4 close code 1004", close(1004, ""), 1002),
                broken("§7.4 close code 1005", close(1005, ""), 1002),
                broken("§7.4 close code 1006", close(1006, ""), 1002),
                broken("§7.4 close code 1015", close(1015, ""), 1002),
                broken("§7.4 close code 2999", close(2999, ""), 1002),
                broken("§7.4 close code 5000", close(5000, ""), 1002),
                broken("binary message", frame(2, true, hex("00")), 1003),
                broken("64 KiB and one byte, by its header", hex("81ff0000000000010001"), 1009),
                broken("10 MiB, by its header", hex("81ff0000000000a00000"), 1009),
                broken(
                        "64 KiB and one byte in fragments",
                        join(text(false, "a".repeat(65_536)), more(true, "b")),
                        1009),
                broken(
                        "empty fragments without end",
                        join(text(false, ""), repeated(more(false, ""), 1_000)),
                        1008),
                broken("lone continuation byte", frame(1, true, hex("80")), 1007),
                broken("overlong slash", frame(1, true, hex("c0af")), 1007),
                broken("overlong in three bytes", frame(1, true, hex("e08080")), 1007),
                broken("surrogate", frame(1, true, hex("eda080")), 1007),
                broken("beyond U+10FFFF", frame(1, true, hex("f4908080")), 1007),
                broken("byte that no UTF-8 has", frame(1, true, hex("ff")), 1007),
                broken("text that ends inside a character", frame(1, true, hex("e282")), 1007),
                broken(
                        "bad byte in the first of fragments, before the last comes",
                        frame(1, false, hex("61ff")),
                        1007),
                broken("close reason that is no UTF-8", frame(8, true, hex("03e8ff")), 1007));
    }

    private static byte[] repeated(byte[] frame, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conforming")
    void readsWhatConforms(String rule, byte[] sent, List<String> expected) throws Exception {
        assertThat(read(sent, sent.length)).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conforming")
    void readsTheSameInWhateverPiecesItComes(String rule, byte[] sent, List<String> expected)
            throws Exception {
        for (int piece : new int[] {1, 2, 3, 7, 1000}) {
            assertThat(read(sent, piece)).containsExactlyElementsOf(expected);
        }
    }

    @ParameterizedTest(name = "{0} → {2}")
    @MethodSource("breaking")
    void endsWithTheCodeOfWhatWasBroken(String rule, byte[] sent, int code) {
        for (int piece : new int[] {1, 3, sent.length}) {
            try {
                List<String> heard = read(sent, piece);
                throw new AssertionError("was taken: " + heard);
            } catch (ProtocolViolation violation) {
                assertThat(violation.code().number()).isEqualTo(code);
                assertThat(violation.reason()).isNotBlank();
            }
        }
    }

    @Test
    void aHeaderThatPromisesMuchReservesNothing() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] promise = hex("81fefff00000000061");
        List<FrameParser> parsers = new ArrayList<>();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
            FrameParser parser = new FrameParser(new Listening(new ArrayList<>()));
            parser.read(ByteBuffer.wrap(promise));
            parsers.add(parser);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("65,520 bytes each are promised")
                .isLessThan(parsers.size() * 8_192L);
    }

    @Test
    void whatTheServerWritesIsReadByTheSameRules() throws Exception {
        for (int length : new int[] {0, 125, 126, 65_535, 65_536, 70_000}) {
            byte[] message = "a".repeat(length).getBytes(StandardCharsets.UTF_8);
            byte[] frame = Frames.text(message);
            assertThat(frame[1] & 0x80).as("servers do not mask").isZero();
            assertThat(Frames.textOf(frame)).isEqualTo(message);
        }
        assertThat(Frames.close(CloseCode.SLOW, "slow")).isEqualTo(hex("880603f5736c6f77"));
        assertThat(Frames.closeEcho(1005)).isEqualTo(hex("8800"));
        assertThat(Frames.close(CloseCode.POLICY, "x".repeat(500))).hasSize(2 + 125);
    }

    private static List<String> read(byte[] sent, int piece) throws ProtocolViolation {
        List<String> heard = new ArrayList<>();
        FrameParser parser = new FrameParser(new Listening(heard));
        for (int from = 0; from < sent.length; from += piece) {
            parser.read(ByteBuffer.wrap(sent, from, Math.min(piece, sent.length - from)));
        }
        return heard;
    }

    private record Listening(List<String> heard) implements FrameHandler {
        @Override
        public void onText(String text) {
            heard.add("text " + text);
        }

        @Override
        public void onPing(byte[] payload) {
            heard.add("ping " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void onPong(byte[] payload) {
            heard.add("pong " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void onClose(int code, String reason) {
            heard.add("close " + code + " " + reason);
        }
    }

    private static Arguments row(String rule, byte[] sent, String... expected) {
        return Arguments.of(rule, sent, List.of(expected));
    }

    private static Arguments broken(String rule, byte[] sent, int code) {
        return Arguments.of(rule, sent, code);
    }

    private static byte[] text(boolean last, String text) {
        return frame(1, last, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] more(boolean last, String text) {
        return frame(0, last, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] control(int opcode, String text) {
        return frame(opcode, true, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] close(int code, String reason) {
        return frame(
                8,
                true,
                join(
                        new byte[] {(byte) (code >> 8), (byte) code},
                        reason.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] frame(int opcode, boolean last, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((last ? 0x80 : 0) | opcode);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            out.write(0x80 | 126);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            out.write(0x80 | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        out.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ MASK[i & 3]);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] hex(String hex) {
        return java.util.HexFormat.of().parseHex(hex);
    }
}
