package de.aktienanalyse.bus;

import java.nio.charset.StandardCharsets;

/// Which of a family's four partitions a subject belongs to.
final class Partitions {
    /// Fixed when a family is created: another number would break the order per subject.
    static final int COUNT = 4;

    private Partitions() {}

    static int of(String subject) {
        return crc16(subject.getBytes(StandardCharsets.UTF_8)) % COUNT;
    }

    /// CRC-16/XMODEM, the one that Redis Cluster uses for its slots, so that every language has it.
    static int crc16(byte[] bytes) {
        int crc = 0;
        for (byte b : bytes) {
            crc ^= (b & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
            crc &= 0xffff;
        }
        return crc;
    }
}
