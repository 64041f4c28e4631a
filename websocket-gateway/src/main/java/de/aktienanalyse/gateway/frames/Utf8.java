package de.aktienanalyse.gateway.frames;

/// Checks UTF-8 as it arrives (RFC 3629), so that a bad byte ends the connection before the message
/// does.
///
/// The second byte of a sequence has narrower bounds after some first bytes: overlong forms,
/// surrogates and what lies above U+10FFFF are no UTF-8.
final class Utf8 {
    private int missing;
    private int low;
    private int high;

    /// @return false when the bytes cannot be UTF-8, whatever follows
    boolean accept(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0xff;
            if (missing > 0) {
                if (b < low || b > high) {
                    return false;
                }
                missing--;
                low = 0x80;
                high = 0xbf;
            } else if (b >= 0x80 && !begin(b)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the text may end here.
    boolean complete() {
        return missing == 0;
    }

    private boolean begin(int first) {
        if (first < 0xc2 || first > 0xf4) {
            return false;
        }
        missing = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return true;
    }
}
