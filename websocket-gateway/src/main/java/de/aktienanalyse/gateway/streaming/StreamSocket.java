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
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to a client of a stream. A virtual thread of its own writes what it is given, so neither
/// the writer nor one of Tomcat's threads waits for the client.
final class StreamSocket implements Socket {
    private static final Logger log = LoggerFactory.getLogger(StreamSocket.class);

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

    /// Known to the thread that writes.
    private boolean failed;

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
                        // before it comes again.
                        write(ByteBuffer.wrap(RETRY));
                        while (!ended && !over.getAsBoolean()) {
                            writeNext();
                            written.run();
                        }
                    } catch (IOException _) {
                        // The client has gone, an ordinary end. Tomcat has noted it and tells the
                        // request's listener on a thread of its own.
                        failed = true;
                    } catch (RuntimeException e) {
                        log.warn("A stream ends", e);
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
            write(ByteBuffer.wrap(SseWire.COMMENT));
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
        request.inTomcat.lock();
        try {
            while (bytes.hasRemaining() && !ended) {
                int count = Math.min(piece.length, bytes.remaining());
                bytes.get(piece, 0, count);
                out.write(piece, 0, count);
            }
            out.flush();
        } finally {
            request.inTomcat.unlock();
        }
    }

    private void end(Runnable gone) {
        ended = true;
        gone.run();
        for (Work left = work.poll(); left != null; left = work.poll()) {
            left.done().done(false);
        }
        if (!failed) {
            request.end();
        }
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

    /// The end of the request: by the thread that writes or, when a write failed, by Tomcat, never
    /// by both.
    ///
    /// Tomcat gives what belongs to a request to the next one. When a write fails it first has the
    /// request ended on another thread and then, still within the write, notes the failure in the
    /// response, which may be somebody else's by then: of some hundred streams that came and went
    /// one ended right after its headers. So its end waits until the write has returned.
    private static final class Completion implements AsyncListener {
        private final AsyncContext request;
        private final Lock inTomcat = new ReentrantLock();
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
            inTomcat.lock();
            try {
                end();
            } finally {
                inTomcat.unlock();
            }
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
