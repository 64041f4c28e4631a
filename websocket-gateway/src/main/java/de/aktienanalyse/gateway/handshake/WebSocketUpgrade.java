package de.aktienanalyse.gateway.handshake;

import de.aktienanalyse.gateway.access.Actor;
import de.aktienanalyse.gateway.frames.CloseCode;
import de.aktienanalyse.gateway.frames.FrameHandler;
import de.aktienanalyse.gateway.frames.FrameParser;
import de.aktienanalyse.gateway.frames.Frames;
import de.aktienanalyse.gateway.frames.ProtocolViolation;
import de.aktienanalyse.gateway.outbound.Connection;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/// One upgraded connection as Tomcat sees it: reads when its poller says so, and knows when it is
/// over.
///
/// Public with a public constructor because Tomcat makes it. Tomcat calls it with the socket's lock
/// held, by one thread at a time.
public final class WebSocketUpgrade implements InternalHttpUpgradeHandler, FrameHandler {
    private static final int CHUNK = 4096;

    /// A client that never stops sending gives way to others after so much.
    private static final int TURN = 64 * 1024;

    /// What may still come from a client that was told to go.
    private static final long DISCARDED_AT_MOST = 64L * 1024 * 1024;

    private final FrameParser parser = new FrameParser(this);
    private @Nullable Doorman doorman;
    private @Nullable Actor actor;
    private @Nullable SocketWrapperBase<?> wrapper;
    private @Nullable Connection connection;
    private @Nullable Visitor visitor;
    private String remote = "";
    private @Nullable String displayName;
    private boolean discarding;
    private long discarded;
    private boolean out;
    private boolean secure;

    /// Called by the handshake, before Tomcat calls [#init].
    void prepare(Doorman doorman, Actor actor, String remote, @Nullable String displayName) {
        this.doorman = doorman;
        this.actor = actor;
        this.remote = remote;
        this.displayName = displayName;
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        this.wrapper = wrapper;
    }

    @Override
    public void init(WebConnection upgraded) {
        if (doorman == null || actor == null || wrapper == null) {
            throw new IllegalStateException("Upgraded without a handshake");
        }
        Connection opened = doorman.letIn(actor, new TomcatSocket(wrapper), remote, displayName);
        connection = opened;
        visitor = doorman.introduce(opened, actor);
    }

    @Override
    public SocketState upgradeDispatch(SocketEvent event) {
        boolean goesOn =
                switch (event) {
                    case OPEN_READ -> read();
                    case OPEN_WRITE -> true;
                    case STOP, TIMEOUT, DISCONNECT, ERROR, CONNECT_FAIL -> false;
                };
        if (goesOn) {
            return SocketState.UPGRADED;
        }
        leave();
        return SocketState.CLOSED;
    }

    /// @return false when the socket is at its end
    private boolean read() {
        SocketWrapperBase<?> from = wrapper;
        if (from == null || connection == null) {
            return false;
        }
        // Allocated per turn: with virtual threads there is no thread to keep a buffer for, and
        // idle
        // connections must not hold one.
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        int taken = 0;
        try {
            // With TLS the poller does not know of what was taken from the socket and not yet
            // decrypted, so all of it must be read now.
            while (taken < TURN || secure || from.hasDataToRead()) {
                if (taken >= TURN) {
                    taken = 0;
                    Thread.yield();
                }
                chunk.clear();
                int count = from.read(false, chunk);
                if (count <= 0) {
                    return count == 0;
                }
                taken += count;
                connection.heard();
                chunk.flip();
                if (!take(chunk)) {
                    return false;
                }
            }
            return true;
        } catch (IOException _) {
            // Its end, said or unsaid: both are an ordinary way for a client to leave.
            return false;
        }
    }

    private boolean take(ByteBuffer chunk) {
        if (discarding) {
            // Read on, so that the client can finish sending and see our close frame instead of a
            // reset.
            discarded += chunk.remaining();
            return discarded < DISCARDED_AT_MOST;
        }
        try {
            parser.read(chunk);
        } catch (ProtocolViolation violation) {
            discarding = true;
            connection().close(violation.code(), violation.reason());
        } catch (RuntimeException e) {
            discarding = true;
            connection().close(CloseCode.INTERNAL, "internal error");
            throw e;
        }
        return true;
    }

    @Override
    public void onText(String text) {
        if (visitor != null && isListenedTo()) {
            visitor.said(text);
        }
    }

    @Override
    public void onPing(byte[] payload) {
        if (visitor != null && isListenedTo() && visitor.mayGoOn()) {
            connection().sendFirst(Frames.pong(payload));
        }
    }

    @Override
    public void onPong(byte[] payload) {
        if (visitor != null && isListenedTo()) {
            visitor.mayGoOn();
        }
    }

    @Override
    public void onClose(int code, String reason) {
        discarding = true;
        connection().closeAsAsked(code);
    }

    /// Asked anew for each message: one before it may have been the last straw, and another thread
    /// may have ended the login. The client's own close frame is always taken.
    private boolean isListenedTo() {
        return !discarding && !connection().isEnding();
    }

    private Connection connection() {
        if (connection == null) {
            throw new IllegalStateException("Not initialised");
        }
        return connection;
    }

    private void leave() {
        if (!out && doorman != null && actor != null) {
            out = true;
            doorman.letOut(actor, remote, connection);
        }
    }

    @Override
    public void pause() {
        // The server stops: the writer says 1001 to all, at its own pace.
    }

    @Override
    public void destroy() {
        leave();
    }

    @Override
    public void timeoutAsync(long now) {
        // The writer's watchdog keeps the time.
    }

    @Override
    public void setSslSupport(SSLSupport sslSupport) {
        secure = sslSupport != null;
    }
}
