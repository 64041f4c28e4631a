package de.aktienanalyse.gateway.streaming;

import de.aktienanalyse.gateway.outbound.Socket;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The way to a client of a stream. A virtual thread of its own writes what it is given, so neither
/// the writer nor one of Tomcat's threads waits for the client.
final class StreamSocket implements Socket {
    /// So that the watchdog sees the progress of a slow client.
    private static final int PIECE = 4096;

    private static final byte[] RETRY = "retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final Work END = new Work(ByteBuffer.allocate(0), _ -> {});

    private record Work(ByteBuffer bytes, Done done) {}

    private final Completion request;
    private final ServletOutputStream out;
    private final Duration heartbeat;
    private final BlockingQueue<Work> work = new LinkedBlockingQueue<>();
    private volatile boolean ended;

    /// @param heartbeat after so much silence a comment is written, so that whoever is between
    ///   keeps the connection
    StreamSocket(AsyncContext request, ServletOutputStream out, Duration heartbeat) {
        this.request = new Completion(request);
        this.out = out;
        this.heartbeat = heartbeat;
    }

    /// @param written called after each write: the client is there
    /// @param over whether nothing comes any more
    /// @param gone called once, at the end
    void start(Runnable written, BooleanSupplier over, Runnable gone) {
        Thread.ofVirtual()
                .name("gateway-stream")
                .start(() -> {
                    try {
                        // The headers go out at once. A client that was cut off waits so long
                        // before it
                        // comes again.
                        out.write(RETRY);
                        out.flush();
                        while (!ended && !over.getAsBoolean()) {
                            writeNext();
                            written.run();
                        }
                    } catch (IOException | RuntimeException _) {
                        // The client has gone, an ordinary end.
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    } finally {
                        end(gone);
                    }
                });
    }

    private void writeNext() throws IOException, InterruptedException {
        Work next = work.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            out.write(SseWire.COMMENT);
            out.flush();
            return;
        }
        boolean written = false;
        try {
            write(next.bytes());
            written = true;
        } finally {
            next.done().done(written);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        byte[] piece = new byte[Math.min(PIECE, Math.max(1, bytes.remaining()))];
        while (bytes.hasRemaining() && !ended) {
            int count = Math.min(piece.length, bytes.remaining());
            bytes.get(piece, 0, count);
            out.write(piece, 0, count);
        }
        out.flush();
    }

    private void end(Runnable gone) {
        ended = true;
        gone.run();
        for (Work left = work.poll(); left != null; left = work.poll()) {
            left.done().done(false);
        }
        request.end();
    }

    @Override
    public Result write(ByteBuffer bytes, Done done) {
        if (ended) {
            return Result.FAILED;
        }
        work.add(new Work(bytes, done));
        return Result.PENDING;
    }

    /// A write that is stuck ends with Tomcat's own timeout; nobody waits for it.
    @Override
    public void terminate() {
        ended = true;
        work.add(END);
    }

    /// The end of the request, once: by the thread that writes, or by Tomcat when a write failed.
    ///
    /// Tomcat uses the objects of a request again for the next one. A late `complete` would end a
    /// stream of somebody else (1 of 300, when many came and went).
    private static final class Completion implements AsyncListener {
        private final AsyncContext request;
        private boolean over;

        Completion(AsyncContext request) {
            this.request = request;
            request.addListener(this);
        }

        synchronized void end() {
            if (over) {
                return;
            }
            over = true;
            try {
                request.complete();
            } catch (IllegalStateException _) {
                // Tomcat is about to end it.
            }
        }

        /// A client that has gone is no error, and nobody is left to be told of one.
        @Override
        public void onError(AsyncEvent event) {
            end();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            end();
        }

        @Override
        public synchronized void onComplete(AsyncEvent event) {
            over = true;
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // It starts once.
        }
    }
}
