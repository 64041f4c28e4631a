package de.aktienanalyse.gateway.outbound;

import de.aktienanalyse.gateway.frames.CloseCode;
import de.aktienanalyse.gateway.frames.Frames;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One client. Its id is made by the server; what the client calls itself is only shown.
///
/// Any thread may [#send], [#sendFirst] and [#close]: the writer does it. What is package-private
/// belongs to the writer's thread.
public final class Connection {
    private final String id;
    private final String address;
    private final @Nullable String displayName;
    private final Writer writer;

    final Socket socket;
    final OutboundQueue queue;
    boolean dirty;
    boolean blocked;
    boolean gone;
    @Nullable CloseCode closing;

    /// When the current write last made progress; meaningful while blocked.
    long progressAt;

    /// When the current write began.
    long writeBegan;

    int unwritten;
    @Nullable ByteBuffer pending;
    long closeBy;
    long conflatedToldAt;

    /// Beats since it came.
    int beats;

    long delivered;
    long conflated;
    long shed;

    /// Beats of silence since the client was last heard.
    int silentBeats;

    private volatile boolean heard = true;
    private volatile boolean ending;
    private String user = "";

    /// @param id made by the server, unguessable
    /// @param displayName what the client calls itself; null when it does not
    public Connection(
            String id, String address, @Nullable String displayName, Socket socket, Writer writer) {
        this(id, address, displayName, socket, writer, Wire.WEBSOCKET);
    }

    /// @param wire how frames look on this connection's way
    public Connection(
            String id,
            String address,
            @Nullable String displayName,
            Socket socket,
            Writer writer,
            Wire wire) {
        this.id = id;
        this.address = address;
        this.displayName = displayName;
        this.socket = socket;
        this.writer = writer;
        this.queue = writer.newQueue(wire);
    }

    /// Whose it is; to be told before the writer knows of it.
    public void belongsTo(String user) {
        this.user = user;
    }

    public String user() {
        return user;
    }

    public String id() {
        return id;
    }

    public String address() {
        return address;
    }

    public @Nullable String displayName() {
        return displayName;
    }

    /// Says `frame` after all that waits.
    public void send(Frame frame) {
        writer.execute(() -> writer.deliver(this, frame));
    }

    /// Says a control frame or an answer before all that waits.
    public void sendFirst(byte[] frame) {
        writer.execute(() -> writer.deliverFirst(this, frame));
    }

    /// Says why, then ends the connection; news that wait are dropped. Nothing that the client says
    /// from now on counts, however long it takes to leave.
    public void close(CloseCode code, String reason) {
        ending = true;
        writer.execute(() -> writer.closing().close(this, code, reason));
    }

    /// The client closed: answers with its own code and ends.
    public void closeAsAsked(int code) {
        writer.execute(() ->
                writer.closing().closeWith(this, CloseCode.NORMAL, Frames.closeEcho(code), 0));
    }

    /// So many messages come at once, a resume: they do not count as slowness. On the writer's
    /// thread.
    public void expect(int messages) {
        queue.expect(messages);
    }

    /// Older values were left out before they came to the queue. On the writer's thread.
    ///
    /// @param count how many of them
    public void conflated(String event, int count) {
        writer.conflated(this, event, count);
    }

    /// Why the gateway ended it; null: it did not. Once it is over.
    public @Nullable CloseCode endedWith() {
        return closing;
    }

    /// Whether the client was told to go, or is about to be. On any thread.
    public boolean isEnding() {
        return ending;
    }

    /// Whether it is over. On the writer's thread.
    public boolean isGone() {
        return gone;
    }

    /// The client sent something. Called by whoever reads.
    public void heard() {
        if (!heard) {
            heard = true;
        }
    }

    /// The socket is gone. Called by whoever reads; once or more.
    public void left() {
        writer.execute(() -> writer.forget(this));
    }

    ConnectionView view(long now) {
        return new ConnectionView(
                id,
                user,
                address,
                displayName,
                beats,
                queue.waiting(),
                blocked ? Math.max(1, (now - progressAt) / 1_000_000) : 0,
                silentBeats,
                delivered,
                conflated,
                shed);
    }

    /// Whether anything was heard since this was last asked.
    boolean takeHeard() {
        boolean was = heard;
        heard = false;
        return was;
    }

    @Override
    public String toString() {
        return "connection " + id + " from " + address;
    }
}
