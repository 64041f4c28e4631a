package de.aktienanalyse.eventbus.adoption;

import de.aktienanalyse.bus.BusLifecycle;
import de.aktienanalyse.bus.RawEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Where plain `PUBLISH`es come in: handed over from the thread that reads from Redis to one of its
/// own. A flood is turned away here and counted; it never blocks the reader nor fills the heap.
@Component
public class OpenDoor implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(OpenDoor.class);

    /// Our own keys and channels: ready-made browser messages, copies of commands, answers.
    private static final String OURS = "aktienanalyse:";

    private static final int BATCH = 100;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Adoption adoption;
    private final BlockingQueue<ForeignMessage> waiting;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final long mostBytes;
    private volatile @Nullable Thread thread;
    private volatile boolean open;
    private volatile boolean overflowing;

    public OpenDoor(Adoption adoption, AdoptionLimits limits) {
        this.adoption = adoption;
        this.waiting = new ArrayBlockingQueue<>(limits.waitingMessages());
        this.mostBytes = limits.waitingBytes().toBytes();
    }

    /// Runs on the thread that reads from Redis. Takes what nobody of ours has said.
    public void hear(RawEvent heard) {
        if (!open || heard.position() != null || heard.channel().startsWith(OURS)) {
            return;
        }
        ForeignMessage message = ForeignMessage.of(heard.channel(), heard.json());
        int held = message.json().length;
        if (waitingBytes.addAndGet(held) > mostBytes || !waiting.offer(message)) {
            waitingBytes.addAndGet(-held);
            adoption.turnAway();
            if (!overflowing) {
                overflowing = true;
                log.warn(
                        "More foreign messages come than can be taken; the rest is counted and dropped");
            }
        }
    }

    private void takeAll() {
        List<ForeignMessage> batch = new ArrayList<>();
        while (open || !waiting.isEmpty()) {
            try {
                ForeignMessage first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    overflowing = false;
                    continue;
                }
                batch.add(first);
                waiting.drainTo(batch, BATCH - 1);
                takeSafely(batch);
            } catch (InterruptedException e) {
                return;
            } finally {
                batch.forEach(message -> waitingBytes.addAndGet(-message.json().length));
                batch.clear();
            }
        }
    }

    /// Keeps them until the database answers again. Nothing that a foreigner sends ends this
    /// thread.
    private void takeSafely(List<ForeignMessage> batch) throws InterruptedException {
        boolean troubled = false;
        while (true) {
            try {
                adoption.take(batch);
                return;
            } catch (RuntimeException e) {
                if (!Adoption.isTrouble(e)) {
                    log.error("Adoption failed for {} messages", batch.size(), e);
                    return;
                }
                if (!troubled) {
                    log.warn("The database does not answer, adoption waits: {}", e.toString());
                }
                troubled = true;
                if (!open) {
                    return;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    /// Opens before the bus starts and closes after it has stopped, so that what was heard is
    /// taken.
    @Override
    public int getPhase() {
        return BusLifecycle.PHASE - 1;
    }

    @Override
    public void start() {
        open = true;
        thread = Thread.ofPlatform().name("adoption").daemon().start(this::takeAll);
    }

    @Override
    public void stop() {
        open = false;
        Thread current = thread;
        if (current == null) {
            return;
        }
        try {
            if (!current.join(PATIENCE)) {
                current.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return open;
    }
}
