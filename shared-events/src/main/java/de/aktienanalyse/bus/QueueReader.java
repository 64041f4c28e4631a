package de.aktienanalyse.bus;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.models.stream.PendingMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes entries of one queue, one at a time and in order, by one owner. An entry is removed after
/// the handler returns; what throws comes again after a pause, so a handler must turn everything it
/// can into an answer. What ends the process is begun [#ATTEMPTS] times, by Redis's own count, and
/// then settled, so that it cannot end it for ever.
final class QueueReader implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(QueueReader.class);
    private static final int BATCH = 64;
    static final int ATTEMPTS = 5;

    /// Our own commands are hinted at by Pub/Sub. What another program adds without a hint waits
    /// this long at most. (A look each 5 ms kept a quarter of a core busy with nothing.)
    static final Duration SOON = Duration.ofMillis(100);

    /// For what no user waits for.
    static final Duration UNHURRIED = Duration.ofMillis(250);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String CONSUMER = "owner";

    @FunctionalInterface
    interface Taker {
        void take(String claim, String id, byte[] json) throws Exception;

        /// Told of an entry that is not carried out, because it ended the process each time.
        ///
        /// @return whether somebody knows now; if not, the entry is set aside in [Keys#setAside]
        default boolean settle(String claim, String id, byte[] json) throws Exception {
            return false;
        }
    }

    private final RedisLink redis;
    private final Ownership ownership;
    private final String key;
    private final String field;
    private final String group;
    private final String claim;
    private final Duration poll;
    private final Taker taker;
    private final Pending pending;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean running = true;
    private boolean troubled;
    private long lookedAt = System.nanoTime();

    QueueReader(
            RedisLink redis,
            Ownership ownership,
            String key,
            String field,
            String group,
            Duration poll,
            Taker taker) {
        this.redis = redis;
        this.ownership = ownership;
        this.key = key;
        this.field = field;
        this.group = group;
        this.claim = claim(key);
        this.poll = poll;
        this.taker = taker;
        this.pending = new Pending(redis, key, group);
        ownership.wants(claim);
    }

    /// What the owner of a queue owns.
    static String claim(String key) {
        return "queue/" + key;
    }

    /// The key of the stream, and the channel of its hints.
    String key() {
        return key;
    }

    void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    void stop() {
        running = false;
        wake();
    }

    @Override
    public void run() {
        boolean begun = false;
        @Nullable Long fence = null;
        while (running) {
            try {
                @Nullable Long held = ownership.fence(claim);
                if (held == null || !held.equals(fence) || isTimeToLook()) {
                    begun = false;
                }
                fence = held;
                if (held == null) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis() / 5);
                } else if (!begun) {
                    finishPending();
                    begun = true;
                } else if (!takeNew() && wake.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                troubled = false;
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                begun = false;
                trouble(e);
            }
        }
    }

    private void trouble(Exception e) {
        try {
            if (e instanceof RedisCommandExecutionException
                    && String.valueOf(e.getMessage()).startsWith("NOGROUP")) {
                redis.makeGroup(key, group);
                return;
            }
            if (!troubled && running && !(e instanceof Ownership.Lost)) {
                log.warn("Queue {} pauses: {}", key, String.valueOf(e.getMessage()));
            }
            troubled = true;
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            running = false;
        } catch (RuntimeException again) {
            log.debug("Queue {} still pauses: {}", key, again.getMessage());
        }
    }

    private boolean isTimeToLook() {
        return System.nanoTime() - lookedAt > Pending.LOOK.toNanos();
    }

    private void finishPending() throws Exception {
        lookedAt = System.nanoTime();
        List<PendingMessage> oldest;
        do {
            oldest = pending.oldest(BATCH);
            for (PendingMessage message : oldest) {
                takeAgain(message.getId(), message.getRedeliveryCount());
            }
        } while (!oldest.isEmpty());
    }

    /// Claimed directly before its attempt, so that its neighbours are not blamed.
    private void takeAgain(String id, long begun) throws Exception {
        byte[] json = claim(XClaimArgs.Builder.minIdleTime(0), id);
        if (json != null && begun >= ATTEMPTS) {
            log.error("{} of queue {} was begun {} times and is given up", id, key, begun);
            if (!taker.settle(claim, id, json)) {
                redis.sync().xadd(Keys.setAside(key), Map.of(field, json));
            }
        } else if (json != null) {
            try {
                take(id, json);
            } catch (Exception e) {
                // The process is alive, so this attempt is none that ended it.
                claim(XClaimArgs.Builder.minIdleTime(0).retryCount(begun).justid(), id);
                throw e;
            }
        }
        done(id);
    }

    private byte @Nullable [] claim(XClaimArgs how, String id) {
        List<StreamMessage<String, byte[]>> claimed =
                redis.sync().xclaim(key, Consumer.from(group, CONSUMER), how, id);
        Map<String, byte[]> body = claimed.isEmpty() ? null : claimed.getFirst().getBody();
        return body == null ? null : body.get(field);
    }

    private boolean takeNew() throws Exception {
        List<StreamMessage<String, byte[]>> messages =
                redis.sync()
                        .xreadgroup(
                                Consumer.from(group, CONSUMER),
                                XReadArgs.Builder.count(BATCH),
                                XReadArgs.StreamOffset.lastConsumed(key));
        if (messages.isEmpty()) {
            return false;
        }
        if (pending.isAnyBefore(messages.getFirst().getId())) {
            // Another was given it, and must not be overtaken: a cancel comes behind its order.
            finishPending();
        } else {
            takeAll(messages);
        }
        return true;
    }

    /// An error of a handler must not end this thread, whose claim would go on being renewed.
    private void take(String id, byte[] json) throws Exception {
        try {
            taker.take(claim, id, json);
        } catch (LinkageError | StackOverflowError | AssertionError e) {
            throw new IllegalStateException("The handler broke: " + e, e);
        }
    }

    private void takeAll(List<StreamMessage<String, byte[]>> messages) throws Exception {
        for (StreamMessage<String, byte[]> message : messages) {
            byte[] json = message.getBody() == null ? null : message.getBody().get(field);
            if (json != null) {
                take(message.getId(), json);
            }
            done(message.getId());
        }
    }

    private void done(String id) {
        redis.sync().xack(key, group, id);
        redis.async().xdel(key, id);
    }
}
