package de.aktienanalyse.gateway.outbound;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// Buffers to write from, used again. Belongs to the writer's thread.
final class Chunks {
    /// Larger ones gain nothing and, with many pending writes, cost an allocation storm.
    private static final int SIZE = 64 * 1024;

    private static final int SPARE = 64;

    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();

    ByteBuffer take() {
        ByteBuffer chunk = spare.poll();
        return chunk == null ? ByteBuffer.allocateDirect(SIZE) : chunk.clear();
    }

    void giveBack(ByteBuffer chunk) {
        if (spare.size() < SPARE) {
            spare.push(chunk);
        }
    }
}
