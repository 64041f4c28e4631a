package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Marks.Failure;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.models.stream.PendingMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one partition for one group, in order.
///
/// New entries are taken in batches, one transaction for all: inbox marks, effects and following
/// events. When one of a batch fails, or the process died within it, the entries are pending, and
/// recovery takes them one by one, each claimed directly before its attempt, so that Redis's own
/// count is the number of attempts begun and neighbours of a killer are not blamed (pitfalls 7, 8).
/// An attempt that failed while the process lived on is taken off that count and counted here. The
/// Pub/Sub message is only the hint that wakes it (pitfall 1); reads do not block (pitfall 6), and
/// a failing one is followed by a pause (pitfall 5).
final class GroupReader implements Runnable {
    static final int ATTEMPTS = 5;

    private static final Logger log = LoggerFactory.getLogger(GroupReader.class);
    private static final int BATCH = 64;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    /// Only the owner of a partition reads it, or one that was until just now ([Pending]), so that
    /// all instances can share one consumer name and none is ever deleted with entries pending
    /// (pitfall 9).
    private static final String CONSUMER = "owner";

    /// What a reader needs to carry out reactions.
    interface Work {
        /// Carries out entries in one transaction and says what follows. Throws when any fails.
        void all(String claim, List<StreamEntry> entries) throws Exception;

        void bury(String claim, StreamEntry entry, Failure failure) throws Exception;

        /// Tells of an entry that nobody has any more.
        void lost(String claim, String group, String partition, String id) throws Exception;

        StreamEntry read(String group, String family, int partitionNo, String id, byte[] json);
    }

    private final RedisLink redis;
    private final Ownership ownership;
    private final Work work;
    private final BusMetrics metrics;
    private final RandomGenerator random;
    private final CatchUp catchUp;
    private final Pending pending;
    private final String group;
    private final String family;
    private final int partitionNo;
    private final String claim;
    private final String key;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean running = true;
    private volatile boolean recover = true;
    private boolean troubled;
    private long lookedAt = System.nanoTime();

    /// The newest entry that was taken in turn; null when it is not known whether others were.
    private @Nullable String last;

    /// What failed last in this process, and how often without another in between.
    private @Nullable String failing;

    private int failures;

    GroupReader(
            BusParts parts,
            Ownership ownership,
            Work work,
            JournalPages journal,
            String group,
            String family,
            int partitionNo) {
        this.redis = parts.redis();
        this.ownership = ownership;
        this.work = work;
        this.metrics = parts.metrics();
        this.random = parts.random();
        this.catchUp = new CatchUp(redis, journal, work, group, family, partitionNo);
        this.group = group;
        this.family = family;
        this.partitionNo = partitionNo;
        this.claim = claim(group, partition());
        this.key = Keys.stream(partition());
        this.pending = new Pending(redis, key, group);
        ownership.wants(claim);
    }

    /// What the owner of a group's partition owns.
    static String claim(String group, String partition) {
        return group + "/" + partition;
    }

    String partition() {
        return Keys.partition(family, partitionNo);
    }

    void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /// Something may have been left half done: look before going on.
    void suspect() {
        recover = true;
        wake();
    }

    void stop() {
        running = false;
        wake();
    }

    @Override
    public void run() {
        boolean more = false;
        @Nullable Long fence = null;
        while (running) {
            try {
                if (!more && wake.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                @Nullable Long held = ownership.fence(claim);
                if (held == null || !held.equals(fence)) {
                    recover = true;
                }
                fence = held;
                if (held == null) {
                    more = false;
                    continue;
                }
                if (recover) {
                    // Before it looks: what is suspected meanwhile is looked for again.
                    recover = false;
                    if (!recover()) {
                        recover = true;
                    }
                }
                more = recover || takeNew();
                troubled = false;
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                more = false;
                recover = true;
                trouble(e);
            }
        }
    }

    private void trouble(Exception e) {
        if (e instanceof RedisCommandExecutionException
                && String.valueOf(e.getMessage()).startsWith("NOGROUP")) {
            try {
                createGroup();
            } catch (RuntimeException again) {
                log.warn("Group {} not created on {}: {}", group, partition(), again.getMessage());
            }
            return;
        }
        if (!troubled && running && !(e instanceof Ownership.Lost)) {
            log.warn("{} pauses on {}: {}", group, partition(), String.valueOf(e.getMessage()));
        }
        troubled = true;
    }

    void createGroup() {
        try {
            redis.makeGroup(key, group);
        } catch (RedisCommandExecutionException e) {
            throw e;
        } catch (RuntimeException e) {
            log.debug("Group {} not created yet: {}", group, e.getMessage());
        }
    }

    /// @return whether more is waiting
    private boolean takeNew() throws Exception {
        List<StreamMessage<String, byte[]>> messages =
                redis.sync()
                        .xreadgroup(
                                Consumer.from(group, CONSUMER),
                                XReadArgs.Builder.count(BATCH),
                                XReadArgs.StreamOffset.lastConsumed(key));
        if (messages.isEmpty()) {
            if (System.nanoTime() - lookedAt > Pending.LOOK.toNanos()) {
                suspect();
            }
            return false;
        }
        if (isOutOfTurn(messages.getFirst().getId()) || catchUp.isBehind()) {
            // They are pending now, and what another was given before them, or what was cut, comes
            // first. The mark is set before the cut, so that it cannot be missed here.
            recover = true;
            return true;
        }
        List<StreamEntry> entries = new ArrayList<>(messages.size());
        messages.forEach(message -> entries.add(entry(message)));
        try {
            carryOut(entries);
        } catch (Ownership.Lost lost) {
            throw lost;
        } catch (Exception e) {
            // Which one it was, the attempts one by one will show.
            recover = true;
            return true;
        }
        acknowledge(entries);
        last = entries.getLast().id();
        return messages.size() == BATCH;
    }

    private boolean isOutOfTurn(String id) {
        boolean next = last != null && Pending.follows(id, last);
        return !next && pending.isAnyBefore(id);
    }

    /// Finishes what was begun before: by us, or by an owner that died.
    ///
    /// @return whether nothing is pending any more
    private boolean recover() throws Exception {
        last = null;
        lookedAt = System.nanoTime();
        catchUp.run(this::takeMissed);
        List<PendingMessage> oldest = pending.oldest(BATCH);
        for (PendingMessage message : oldest) {
            if (!running || !ownership.owns(claim)) {
                return false;
            }
            StreamEntry entry = claim(XClaimArgs.Builder.minIdleTime(0), message.getId());
            if (entry == null) {
                fetch(message.getId());
            } else if (!attempt(entry, message.getRedeliveryCount())) {
                pause();
                return false;
            }
        }
        return oldest.size() < BATCH;
    }

    private boolean isThere(String id) {
        return !redis.sync().xrange(key, Range.create(id, id), Limit.from(1)).isEmpty();
    }

    /// Takes a pending entry that was cut from the journal.
    private void fetch(String id) throws Exception {
        StreamEntry missing = catchUp.missing(id);
        if (missing == null) {
            log.error("{} {} is neither in the stream nor in the journal", partition(), id);
            work.lost(claim, group, partition(), id);
            metrics.missing(group);
        } else {
            takeMissed(List.of(missing));
        }
        redis.sync().xack(key, group, id);
    }

    /// Redis does not count attempts of what it no longer has, so they are counted here.
    private void takeMissed(List<StreamEntry> entries) throws Exception {
        try {
            carryOut(entries);
            return;
        } catch (Ownership.Lost lost) {
            throw lost;
        } catch (Exception e) {
            log.debug("One of {} missed events failed", entries.size(), e);
        }
        for (StreamEntry entry : entries) {
            while (!attempt(entry, 0)) {
                if (!running || !ownership.owns(claim)) {
                    throw new Ownership.Lost(claim);
                }
                pause();
            }
        }
    }

    private @Nullable StreamEntry claim(XClaimArgs how, String id) {
        // Redis 7 forgets that an entry was pending when it is claimed and is not there.
        if (!isThere(id)) {
            return null;
        }
        List<StreamMessage<String, byte[]>> claimed =
                redis.sync().xclaim(key, Consumer.from(group, CONSUMER), how, id);
        return claimed.isEmpty() || claimed.getFirst().getBody() == null
                ? null
                : entry(claimed.getFirst());
    }

    /// @param begun attempts so far that failed nowhere, so that they must have ended a process
    /// @return whether the entry is done with, for good or as a dead letter
    private boolean attempt(StreamEntry entry, long begun) throws Exception {
        try {
            if (begun >= ATTEMPTS) {
                throw new IllegalStateException("Its attempts ended the process");
            }
            carryOut(List.of(entry));
        } catch (Ownership.Lost lost) {
            throw lost;
        } catch (Exception e) {
            // While the database is away there may be many of these, and whoever takes over must
            // not blame the event for them.
            claim(XClaimArgs.Builder.minIdleTime(0).retryCount(begun).justid(), entry.id());
            failures = entry.id().equals(failing) ? failures + 1 : 1;
            failing = entry.id();
            metrics.failed(group, entry.eventType());
            if (begun + failures < ATTEMPTS) {
                log.debug("Failure {} of {}", failures, entry.eventId(), e);
                return false;
            }
            bury(entry, e, (int) begun + failures);
        }
        acknowledge(List.of(entry));
        return true;
    }

    private void bury(StreamEntry entry, Exception e, int attempts) throws Exception {
        // If the database does not take this either, the failures were hardly the event's.
        failing = null;
        work.bury(claim, entry, new Failure(String.valueOf(e), stackHash(e), attempts));
        log.error(
                "{} could not take {} {} in {} attempts: it is a dead letter now",
                group,
                entry.eventType(),
                entry.eventId(),
                attempts,
                e);
        metrics.buried(group);
    }

    /// An error of a reaction is a failed attempt: it must not end this thread, whose claim would
    /// go on being renewed.
    private void carryOut(List<StreamEntry> entries) throws Exception {
        try {
            work.all(claim, entries);
        } catch (LinkageError | StackOverflowError | AssertionError e) {
            throw new IllegalStateException("The reaction broke: " + e, e);
        }
    }

    private void acknowledge(List<StreamEntry> entries) {
        redis.async()
                .xack(key, group, entries.stream().map(StreamEntry::id).toArray(String[]::new));
    }

    private void pause() throws InterruptedException {
        long bound = FIRST_PAUSE.toMillis() << Math.min(failures, 6);
        TimeUnit.MILLISECONDS.sleep(bound / 2 + random.nextLong(bound / 2 + 1));
    }

    private StreamEntry entry(StreamMessage<String, byte[]> message) {
        byte[] json = message.getBody().getOrDefault(Keys.EVENT_FIELD, new byte[0]);
        return work.read(group, family, partitionNo, message.getId(), json);
    }

    /// The same for the same failure at the same place, so that dead letters can be counted by
    /// cause.
    static String stackHash(Throwable failure) {
        StringBuilder trace = new StringBuilder(failure.getClass().getName());
        for (StackTraceElement element : failure.getStackTrace()) {
            if (element.getClassName().startsWith("de.aktienanalyse")) {
                trace.append(element.getClassName()).append(element.getMethodName());
            }
        }
        return Integer.toHexString(trace.toString().hashCode());
    }
}
