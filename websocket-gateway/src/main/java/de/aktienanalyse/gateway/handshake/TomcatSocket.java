package de.aktienanalyse.gateway.handshake;

import de.aktienanalyse.gateway.outbound.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.net.SocketWrapperBase.BlockingMode;
import org.apache.tomcat.util.net.SocketWrapperBase.CompletionState;

/// Writes by Tomcat's vectored operation: one system call from the buffer, and the poller finishes
/// what the kernel did not take. The plain `write` would copy through 8 KB, a system call each.
///
/// Holds the wrapper, never its channel: Tomcat may use a channel again for another client.
final class TomcatSocket implements Socket {
    /// As configured on the wrapper, where an upgrade has none: the watchdog keeps the time.
    private static final long WRAPPERS_TIMEOUT = -1;

    private final SocketWrapperBase<?> wrapper;

    TomcatSocket(SocketWrapperBase<?> wrapper) {
        this.wrapper = wrapper;
    }

    @Override
    public Result write(ByteBuffer bytes, Done done) {
        CompletionState state =
                wrapper.write(
                        BlockingMode.NON_BLOCK,
                        WRAPPERS_TIMEOUT,
                        TimeUnit.MILLISECONDS,
                        done,
                        SocketWrapperBase.COMPLETE_WRITE,
                        COMPLETION,
                        bytes);
        return switch (state) {
            case INLINE -> Result.WRITTEN;
            // DONE: the poller was faster than this thread; the handler was called all the same.
            case PENDING, DONE -> Result.PENDING;
            case NOT_DONE, ERROR -> Result.FAILED;
        };
    }

    @Override
    public void terminate() {
        wrapper.processSocket(SocketEvent.ERROR, true);
    }

    private static final CompletionHandler<Long, Done> COMPLETION =
            new CompletionHandler<>() {
                @Override
                public void completed(Long count, Done done) {
                    done.done(true);
                }

                @Override
                public void failed(Throwable cause, Done done) {
                    done.done(false);
                }
            };
}
