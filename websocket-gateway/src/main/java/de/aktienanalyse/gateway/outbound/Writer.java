package de.aktienanalyse.gateway.outbound;

import de.aktienanalyse.gateway.frames.CloseCode;
import de.aktienanalyse.gateway.frames.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns subscriptions, queues and writes.
///
/// A pass runs what others handed over, which fills queues, and then writes each connection's queue
/// with as few system calls as it can: whole frames copied into one buffer, one write. An idle
/// writer writes at once; under load passes are an interval apart, so that frames gather (measured:
/// a third less CPU per message). It never waits for a client: a write that is not done at once
/// goes on in Tomcat's poller, and the connection is skipped until it is.
public final class Writer {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);

    /// Frames per connection after which a pass writes before it goes on, so that queues stay
    /// short.
    private static final int FRAMES_PER_PASS = 200;

    /// So long a pass takes tasks while more come: then timers and the watchdog have their turn.
    private static final long LONGEST_PASS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long BEAT = TimeUnit.SECONDS.toNanos(1);

    private final OutboundProperties properties;
    private final OutboundMetrics metrics;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Closing closing;
    private final Watchdog watchdog;
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean stopping;
    @Nullable Audience audience;

    // The writer's own.
    private final Map<String, Connection> connections = new HashMap<>();
    private final List<Connection> dirty = new ArrayList<>();
    private final Chunks chunks = new Chunks();
    private final Timers timers = new Timers();
    private final long[] sent = new long[OutboundQueue.OWN + 1];
    @Nullable CloseCode leaving;
    private long delivered;
    private long lastPass;
    private long nextBeat;
    private boolean behind;

    public Writer(OutboundProperties properties, OutboundMetrics metrics) {
        this.properties = properties;
        this.metrics = metrics;
        this.closing = new Closing(this, properties, metrics);
        this.watchdog = new Watchdog(this, closing, properties);
        this.thread = Thread.ofPlatform().name("gateway-writer").daemon().unstarted(this::run);
    }

    /// @param keeper hears of connections that are gone
    public void start(Audience keeper) {
        audience = keeper;
        thread.start();
    }

    /// Runs `task` on the writer's thread, in the order of the calls of one thread.
    public void execute(Runnable task) {
        tasks.add(task);
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    /// A connection is there.
    public void welcome(Connection connection) {
        execute(() -> {
            connections.put(connection.id(), connection);
            metrics.connections(connections.size());
            if (leaving != null) {
                closing.close(connection, leaving, "gateway stops");
            }
        });
    }

    /// The connection with this id, null when it is gone. On the writer's thread.
    public @Nullable Connection connection(String id) {
        return connections.get(id);
    }

    /// All connections. On the writer's thread.
    public Collection<Connection> connections() {
        return connections.values();
    }

    /// Puts `frame` into the connection's queue, as its delivery class has it. On the writer's
    /// thread.
    public void deliver(Connection connection, Frame frame) {
        if (connection.gone || connection.closing != null) {
            return;
        }
        switch (connection.queue.offer(frame, connection.blocked)) {
            case TAKEN -> {
                delivered++;
                connection.delivered++;
            }
            case CONFLATED -> {
                connection.conflated++;
                metrics.conflated(1);
            }
            case SHED -> {
                connection.shed++;
                metrics.shed();
            }
            case FULL -> {
                closing.endSlow(connection, "too many messages wait");
                return;
            }
        }
        markDirty(connection);
    }

    /// Where all ends of connections are. On the writer's thread.
    Closing closing() {
        return closing;
    }

    void conflated(Connection connection, String event, int count) {
        connection.queue.countConflated(event, count);
        connection.conflated += count;
        metrics.conflated(count);
    }

    void deliverFirst(Connection connection, byte[] frame) {
        if (connection.gone || connection.closing != null) {
            return;
        }
        if (connection.queue.offerFirst(frame)) {
            markDirty(connection);
        } else {
            closing.endSlow(connection, "too many answers wait");
        }
    }

    void forget(Connection connection) {
        if (connection.gone) {
            return;
        }
        connection.gone = true;
        // A pending write may still use its buffer, so that is left to the garbage collector.
        connection.pending = null;
        connection.queue.forget();
        if (connections.remove(connection.id(), connection)) {
            metrics.connections(connections.size());
        }
        if (audience != null) {
            audience.left(connection);
        }
    }

    OutboundQueue newQueue(Wire wire) {
        return new OutboundQueue(properties.everyBound(), properties.conflateAbove(), wire);
    }

    /// Says `code` to each connection behind all that waits for it, spread over a while so that not
    /// all come back at once, and waits until they are gone.
    public void drain(CloseCode code, String reason, RandomGenerator random) {
        new Drain(this, properties, random).run(code, reason);
    }

    /// Runs `task` on the writer's thread once so much time has passed. On the writer's thread.
    public void after(long nanos, Runnable task) {
        timers.add(System.nanoTime() + nanos, task);
    }

    /// What each connection is doing. On the writer's thread.
    public List<ConnectionView> views() {
        long now = System.nanoTime();
        return connections.values().stream().map(each -> each.view(now)).toList();
    }

    public void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        lastPass = System.nanoTime();
        nextBeat = lastPass + BEAT;
        while (!stopping) {
            try {
                pass();
            } catch (RuntimeException e) {
                // Without this thread nobody gets anything: whatever went wrong, it goes on.
                log.error("A pass of the writer failed", e);
            }
        }
        List.copyOf(connections.values()).forEach(connection -> connection.socket.terminate());
    }

    private void pass() {
        rest();
        long until = System.nanoTime() + LONGEST_PASS;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            runTask(task);
            if (delivered >= (long) FRAMES_PER_PASS * Math.max(1, dirty.size())) {
                flush();
            }
            if (System.nanoTime() - until >= 0) {
                break;
            }
        }
        behind = !tasks.isEmpty();
        flush();
        long now = System.nanoTime();
        lastPass = now;
        boolean due = timers.run(now, Writer::runTask);
        if (now - nextBeat >= 0) {
            nextBeat = now + BEAT;
            metrics.queues(watchdog.beat(connections(), audience, now));
            due = true;
        }
        if (due) {
            flush();
        }
    }

    /// Sleeps until there is something to do, and a little longer when the last pass was just now.
    private void rest() {
        while (tasks.isEmpty() && !stopping) {
            parked = true;
            long until = timers.next(nextBeat);
            long wait = until - System.nanoTime();
            if (tasks.isEmpty() && wait > 0) {
                LockSupport.parkNanos(this, wait);
            }
            parked = false;
            if (until - System.nanoTime() <= 0) {
                return;
            }
        }
        long gather = lastPass + properties.passInterval().toNanos() - System.nanoTime();
        if (gather > 0 && !behind) {
            LockSupport.parkNanos(this, gather);
        }
    }

    private static void runTask(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("A task of the writer failed", e);
        }
    }

    void markDirty(Connection connection) {
        if (!connection.dirty && !connection.blocked) {
            connection.dirty = true;
            dirty.add(connection);
        }
    }

    private void flush() {
        delivered = 0;
        for (int i = 0; i < dirty.size(); i++) {
            Connection connection = dirty.get(i);
            connection.dirty = false;
            try {
                write(connection);
            } catch (RuntimeException e) {
                // One connection's trouble is not the others'.
                log.error("{} cannot be written to", connection, e);
                end(connection);
            }
        }
        dirty.clear();
        metrics.sent(sent);
    }

    private void write(Connection connection) {
        long now = System.nanoTime();
        tellConflated(connection, now);
        while (!connection.blocked && !connection.gone && !connection.queue.isEmpty()) {
            ByteBuffer chunk = chunks.take();
            connection.queue.fill(chunk, sent);
            chunk.flip();
            if (!chunk.hasRemaining()) {
                // All of it was left out on this way.
                chunks.giveBack(chunk);
                continue;
            }
            connection.blocked = true;
            connection.writeBegan = now;
            connection.pending = chunk;
            connection.progressAt = now;
            connection.unwritten = chunk.remaining();
            Socket.Result result =
                    connection.socket.write(
                            chunk, written -> execute(() -> written(connection, chunk, written)));
            if (result == Socket.Result.WRITTEN) {
                free(connection, chunk, false);
            } else if (result == Socket.Result.FAILED) {
                end(connection);
            }
        }
        closing.endIfClosed(connection);
    }

    /// A pending write is done.
    private void written(Connection connection, ByteBuffer chunk, boolean written) {
        if (connection.gone) {
            return;
        }
        if (!written) {
            end(connection);
            return;
        }
        free(connection, chunk, true);
        markDirty(connection);
    }

    private void free(Connection connection, ByteBuffer chunk, boolean wasPending) {
        metrics.wrote(System.nanoTime() - connection.writeBegan, wasPending);
        connection.blocked = false;
        connection.pending = null;
        chunks.giveBack(chunk);
    }

    private void tellConflated(Connection connection, long now) {
        if (audience != null
                && connection.closing == null
                && connection.queue.hasConflated()
                && now - connection.conflatedToldAt >= BEAT) {
            connection.conflatedToldAt = now;
            byte[] message = audience.conflated(connection.queue.takeConflated());
            connection.queue.offerFirst(Frames.text(message));
        }
    }

    void end(Connection connection) {
        forget(connection);
        connection.socket.terminate();
    }
}
