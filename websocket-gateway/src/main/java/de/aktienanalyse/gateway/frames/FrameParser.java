package de.aktienanalyse.gateway.frames;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the frames of one client, in whatever pieces they arrive. Keeps bytes only inside a
/// message.
///
/// One thread at a time.
public final class FrameParser {
    /// A longer message is refused as soon as its length is known.
    public static final int MAX_MESSAGE = 64 * 1024;

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /// What a client that gave no code is said to have given.
    static final int NO_CODE = 1005;

    private static final int MAX_CONTROL = 125;

    /// In one message: they are allowed, and would never make it longer than it may be.
    private static final int MAX_EMPTY = 1_000;

    private static final int FIRST_ROOM = 256;
    private static final byte[] NOTHING = {};

    private enum Expects {
        FIRST_BYTE,
        SECOND_BYTE,
        LENGTH,
        MASK,
        PAYLOAD,
        NOTHING_MORE
    }

    private final FrameHandler handler;
    private Expects expects = Expects.FIRST_BYTE;

    // The frame that is being read.
    private boolean last;
    private int opcode;
    private long length;
    private int shortestForm;
    private int headerBytesMissing;
    private int mask;
    private int payloadRead;
    private byte[] control = NOTHING;

    // The message that its fragments make up.
    private boolean inMessage;
    private byte[] message = NOTHING;
    private int messageLength;
    private int emptyFragments;
    private @Nullable Utf8 utf8;

    public FrameParser(FrameHandler handler) {
        this.handler = handler;
    }

    /// Reads all of `input`. After a violation or a close frame, the rest is of no interest.
    public void read(ByteBuffer input) throws ProtocolViolation {
        while (expects != Expects.NOTHING_MORE) {
            if (expects == Expects.PAYLOAD) {
                if (!payload(input)) {
                    return;
                }
                endFrame();
            } else if (input.hasRemaining()) {
                header(input.get() & 0xff);
            } else {
                return;
            }
        }
    }

    private void header(int b) throws ProtocolViolation {
        switch (expects) {
            case FIRST_BYTE -> firstByte(b);
            case SECOND_BYTE -> secondByte(b);
            case LENGTH -> {
                length = (length << 8) | b;
                if (--headerBytesMissing == 0) {
                    checkExtendedLength();
                    expectMask();
                }
            }
            case MASK -> {
                mask = (mask << 8) | b;
                if (--headerBytesMissing == 0) {
                    beginPayload();
                }
            }
            case PAYLOAD, NOTHING_MORE -> throw new IllegalStateException("Not in a header");
        }
    }

    private void firstByte(int b) throws ProtocolViolation {
        if ((b & 0x70) != 0) {
            throw broken("reserved bit set, no extension was negotiated");
        }
        last = (b & 0x80) != 0;
        opcode = b & 0x0f;
        switch (opcode) {
            case CONTINUATION -> {
                if (!inMessage) {
                    throw broken("continuation without a message");
                }
            }
            case TEXT -> {
                if (inMessage) {
                    throw broken("new message inside a fragmented one");
                }
            }
            case BINARY -> throw new ProtocolViolation(CloseCode.UNSUPPORTED, "text messages only");
            case CLOSE, PING, PONG -> {
                if (!last) {
                    throw broken("fragmented control frame");
                }
            }
            default -> throw broken("unknown opcode " + opcode);
        }
        expects = Expects.SECOND_BYTE;
    }

    private void secondByte(int b) throws ProtocolViolation {
        if ((b & 0x80) == 0) {
            throw broken("frame of a client without a mask");
        }
        length = b & 0x7f;
        if (isControl() && length > MAX_CONTROL) {
            throw broken("control frame longer than 125 bytes");
        }
        if (length < 126) {
            expectMask();
            return;
        }
        shortestForm = length == 126 ? 126 : 65_536;
        headerBytesMissing = length == 126 ? 2 : 8;
        length = 0;
        expects = Expects.LENGTH;
    }

    private void checkExtendedLength() throws ProtocolViolation {
        if (length < 0) {
            throw broken("length with its highest bit set");
        }
        if (length < shortestForm) {
            throw broken("length not in its shortest form");
        }
    }

    private void expectMask() throws ProtocolViolation {
        if (!isControl() && length > MAX_MESSAGE - messageLength) {
            throw new ProtocolViolation(CloseCode.TOO_BIG, "message longer than 64 KiB");
        }
        mask = 0;
        headerBytesMissing = 4;
        expects = Expects.MASK;
    }

    private void beginPayload() {
        payloadRead = 0;
        if (isControl()) {
            control = length == 0 ? NOTHING : new byte[(int) length];
        } else if (!inMessage) {
            inMessage = true;
            messageLength = 0;
            utf8 = new Utf8();
        }
        expects = Expects.PAYLOAD;
    }

    /// @return whether the frame's payload is complete
    private boolean payload(ByteBuffer input) throws ProtocolViolation {
        int count = (int) Math.min(length - payloadRead, input.remaining());
        if (isControl()) {
            input.get(control, payloadRead, count);
            unmask(control, payloadRead, count);
        } else {
            makeRoom(messageLength + count);
            input.get(message, messageLength, count);
            unmask(message, messageLength, count);
            if (utf8 != null && !utf8.accept(message, messageLength, messageLength + count)) {
                throw new ProtocolViolation(CloseCode.INVALID_UTF8, "text is no UTF-8");
            }
            messageLength += count;
        }
        payloadRead += count;
        return payloadRead == length;
    }

    private void unmask(byte[] bytes, int from, int count) {
        for (int i = 0; i < count; i++) {
            int shift = 24 - 8 * ((payloadRead + i) & 3);
            bytes[from + i] ^= (byte) (mask >>> shift);
        }
    }

    /// Grows with what has come, not with what a header promises.
    private void makeRoom(int needed) {
        if (needed > message.length) {
            int doubled = Math.max(FIRST_ROOM, message.length * 2);
            message = Arrays.copyOf(message, Math.min(MAX_MESSAGE, Math.max(needed, doubled)));
        }
    }

    private void endFrame() throws ProtocolViolation {
        expects = Expects.FIRST_BYTE;
        switch (opcode) {
            case PING -> handler.onPing(control);
            case PONG -> handler.onPong(control);
            case CLOSE -> endWithClose();
            default -> {
                if (last) {
                    endMessage();
                } else if (payloadRead == 0 && ++emptyFragments > MAX_EMPTY) {
                    throw new ProtocolViolation(CloseCode.POLICY, "empty fragments without end");
                }
            }
        }
        control = NOTHING;
    }

    private void endMessage() throws ProtocolViolation {
        if (utf8 != null && !utf8.complete()) {
            throw new ProtocolViolation(CloseCode.INVALID_UTF8, "text ends inside a character");
        }
        String text = new String(message, 0, messageLength, StandardCharsets.UTF_8);
        inMessage = false;
        message = NOTHING;
        messageLength = 0;
        emptyFragments = 0;
        utf8 = null;
        handler.onText(text);
    }

    private void endWithClose() throws ProtocolViolation {
        expects = Expects.NOTHING_MORE;
        if (control.length == 0) {
            handler.onClose(NO_CODE, "");
            return;
        }
        if (control.length == 1) {
            throw broken("close frame with half a code");
        }
        int code = ((control[0] & 0xff) << 8) | (control[1] & 0xff);
        if (!CloseCode.mayBeSent(code)) {
            throw broken("close code " + code + " must not be sent");
        }
        Utf8 reason = new Utf8();
        if (!reason.accept(control, 2, control.length) || !reason.complete()) {
            throw new ProtocolViolation(CloseCode.INVALID_UTF8, "close reason is no UTF-8");
        }
        handler.onClose(code, new String(control, 2, control.length - 2, StandardCharsets.UTF_8));
    }

    private boolean isControl() {
        return opcode >= CLOSE;
    }

    private static ProtocolViolation broken(String reason) {
        return new ProtocolViolation(CloseCode.PROTOCOL_ERROR, reason);
    }
}
