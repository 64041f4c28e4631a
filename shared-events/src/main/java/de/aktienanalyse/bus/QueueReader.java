package de.aktienanalyse.bus;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes entries of one queue, one at a time and in order, by one owner. An entry is removed after
/// the handler returns; what throws comes again after a pause, so a handler must turn everything it
/// can into an answer.
final class QueueReader implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(QueueReader.class);
    private static final int BATCH = 64;

    /// A queue has no Pub/Sub hint, so this bounds how long a command waits. It is Redis that pays:
    /// one look at an empty stream costs it about 5 µs.
    static final Duration SOON = Duration.ofMillis(5);

    /// For what no user waits for.
    static final Duration UNHURRIED = Duration.ofMillis(250);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String CONSUMER = "owner";

    @FunctionalInterface
    interface Taker {
        void take(String claim, String id, byte[] json) throws Exception;
    }

    private final RedisLink redis;
    private final Ownership ownership;
    private final String key;
    private final String field;
    private final String group;
    private final String claim;
    private final Duration poll;
    private final Taker taker;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean running = true;
    private boolean troubled;

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
                if (held == null || !held.equals(fence)) {
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
                redis.sync()
                        .xgroupCreate(
                                XReadArgs.StreamOffset.from(key, "0"),
                                group,
                                XGroupCreateArgs.Builder.mkstream());
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

    private void finishPending() throws Exception {
        List<StreamMessage<String, byte[]>> messages;
        do {
            messages =
                    redis.sync()
                            .xreadgroup(
                                    Consumer.from(group, CONSUMER),
                                    XReadArgs.Builder.count(BATCH),
                                    XReadArgs.StreamOffset.from(key, "0"));
            takeAll(messages);
        } while (!messages.isEmpty());
    }

    private boolean takeNew() throws Exception {
        List<StreamMessage<String, byte[]>> messages =
                redis.sync()
                        .xreadgroup(
                                Consumer.from(group, CONSUMER),
                                XReadArgs.Builder.count(BATCH),
                                XReadArgs.StreamOffset.lastConsumed(key));
        takeAll(messages);
        return !messages.isEmpty();
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
            redis.sync().xack(key, group, message.getId());
            redis.async().xdel(key, message.getId());
        }
    }
}
