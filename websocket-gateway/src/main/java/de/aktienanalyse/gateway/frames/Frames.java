package de.aktienanalyse.gateway.frames;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Frames as a server writes them: never masked, never fragmented, one array per frame, shared by
/// all receivers.
public final class Frames {
    private static final int FINAL = 0x80;
    private static final int MAX_CONTROL = 125;

    private Frames() {}

    /// @param utf8 the message
    public static byte[] text(byte[] utf8) {
        return frame(FrameParser.TEXT, utf8);
    }

    public static byte[] ping() {
        return frame(FrameParser.PING, new byte[0]);
    }

    public static byte[] pong(byte[] payload) {
        return frame(FrameParser.PONG, payload);
    }

    /// @param reason for people; cut to what a control frame holds
    public static byte[] close(CloseCode code, String reason) {
        return close(code.number(), reason);
    }

    /// The answer to a close frame: the client's own code, or none when it gave none.
    public static byte[] closeEcho(int code) {
        return code == FrameParser.NO_CODE
                ? frame(FrameParser.CLOSE, new byte[0])
                : close(code, "");
    }

    private static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(text.length, MAX_CONTROL - 2);
        byte[] payload = new byte[2 + length];
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, length);
        return frame(FrameParser.CLOSE, payload);
    }

    private static byte[] frame(int opcode, byte[] payload) {
        int header = payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10;
        byte[] frame = new byte[header + payload.length];
        frame[0] = (byte) (FINAL | opcode);
        if (header == 2) {
            frame[1] = (byte) payload.length;
        } else {
            frame[1] = (byte) (header == 4 ? 126 : 127);
            long length = payload.length;
            for (int i = header - 1; i >= 2; i--) {
                frame[i] = (byte) length;
                length >>>= 8;
            }
        }
        System.arraycopy(payload, 0, frame, header, payload.length);
        return frame;
    }

    /// Whether a frame that was made here holds a message, or else controls the connection.
    public static boolean isText(byte[] frame) {
        return frame[0] == (byte) (FINAL | FrameParser.TEXT);
    }

    public static boolean isClose(byte[] frame) {
        return frame[0] == (byte) (FINAL | FrameParser.CLOSE);
    }

    /// Of a close frame that was made here.
    public static int closeCodeOf(byte[] frame) {
        return frame[1] < 2 ? CloseCode.NORMAL.number() : (frame[2] & 0xff) << 8 | frame[3] & 0xff;
    }

    /// The message inside a text frame that [#text] made.
    public static byte[] textOf(byte[] frame) {
        int length = frame[1] & 0x7f;
        int header = length < 126 ? 2 : length == 126 ? 4 : 10;
        return Arrays.copyOfRange(frame, header, frame.length);
    }
}
