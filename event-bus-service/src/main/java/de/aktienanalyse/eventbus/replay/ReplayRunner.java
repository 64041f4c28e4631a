package de.aktienanalyse.eventbus.replay;

import de.aktienanalyse.bus.BusLifecycle;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Keys;
import de.aktienanalyse.eventbus.journal.EventJournal;
import de.aktienanalyse.eventbus.journal.JournalEntry;
import de.aktienanalyse.eventbus.redis.RedisDesk;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Tells what running replays have to tell, a bite of each in turn. How far one is gets written
/// down after each bite: a crash between tells a bite again, which a group takes as known and a
/// browser sees twice.
@Component
class ReplayRunner implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ReplayRunner.class);

    /// So many wait for a group at most: what is replayed must not fill Redis.
    static final int MOST_WAITING = 1_000;

    private static final int BITE = 100;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Replays replays;
    private final EventJournal journal;
    private final TransactionOperations transactions;
    private final RedisDesk redis;
    private final EventCodec codec;
    private final Clock clock;
    private final Map<String, Course> courses = new HashMap<>();
    private volatile @Nullable Thread thread;
    private boolean troubled;

    ReplayRunner(
            Replays replays,
            EventJournal journal,
            TransactionOperations transactions,
            RedisDesk redis,
            EventCodec codec,
            Clock clock) {
        this.replays = replays;
        this.journal = journal;
        this.transactions = transactions;
        this.redis = redis;
        this.codec = codec;
        this.clock = clock;
    }

    /// A replay under way.
    ///
    /// @param begun when it began or went on, to which the pace is kept
    /// @param first when its first event from there occurred
    private record Course(Merge merge, Instant begun, @Nullable Instant first) {}

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            boolean told = false;
            try {
                told = redis.isOpen() && takeTurns();
                troubled = false;
            } catch (RuntimeException e) {
                courses.clear();
                if (!troubled) {
                    log.warn("Replays go on later: {}", String.valueOf(e.getMessage()));
                }
                troubled = true;
            }
            if (!told) {
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    /// @return whether anything was told
    boolean takeTurns() {
        List<Replay> running = replays.running();
        Set<String> ids = running.stream().map(Replay::replayId).collect(Collectors.toSet());
        courses.keySet().retainAll(ids);
        boolean told = false;
        for (Replay replay : running) {
            told |= bite(replay);
        }
        return told;
    }

    private boolean bite(Replay replay) {
        Course course = courses.computeIfAbsent(replay.replayId(), _ -> begin(replay));
        int room = room(replay);
        int told = 0;
        int skipped = 0;
        JournalEntry next = course.merge().peek();
        while (next != null && told + skipped < room && isDue(replay, course, next)) {
            if (isHistory(next)) {
                tell(replay, next);
                told++;
            } else {
                skipped++;
            }
            course.merge().advance(next);
            next = course.merge().peek();
        }
        boolean over = next == null;
        if (told + skipped > 0 || over) {
            long done = replay.done() + told;
            long left = replay.skipped() + skipped;
            transactions.executeWithoutResult(_ -> {
                replays.progress(replay.replayId(), course.merge().told(), done, left);
                if (over) {
                    replays.move(
                            replay.replayId(),
                            Replay.State.DONE,
                            clock.instant(),
                            Replay.State.RUNNING);
                }
            });
        }
        return told + skipped > 0;
    }

    private record Mark(@Nullable String replay) {}

    /// What only followed from an earlier replay is none.
    private boolean isHistory(JournalEntry entry) {
        return codec.mapper().readValue(entry.event().text(), Mark.class).replay() == null;
    }

    private Course begin(Replay replay) {
        Merge merge = new Merge(journal, replay);
        JournalEntry first = merge.peek();
        return new Course(merge, clock.instant(), first == null ? null : first.occurredAt());
    }

    private int room(Replay replay) {
        if (replay.group() == null) {
            return BITE;
        }
        return (int) Math.clamp(MOST_WAITING - redis.length(stream(replay.group())), 0, BITE);
    }

    private boolean isDue(Replay replay, Course course, JournalEntry next) {
        Instant first = course.first();
        if (replay.speed().signum() == 0 || first == null) {
            return true;
        }
        Duration sinceFirst = Duration.between(first, next.occurredAt());
        Duration passed = Duration.between(course.begun(), clock.instant());
        BigDecimal reached = BigDecimal.valueOf(passed.toMillis()).multiply(replay.speed());
        return reached.compareTo(BigDecimal.valueOf(sinceFirst.toMillis())) >= 0;
    }

    private void tell(Replay replay, JournalEntry entry) {
        String group = replay.group();
        String client = replay.clientId();
        if (group != null) {
            redis.append(
                    stream(group),
                    Keys.EVENT_FIELD,
                    BrowserMessage.with(entry.event().text(), replay.replayId()));
        } else if (client != null) {
            redis.publish(
                    Keys.WEBSOCKET_EVENTS,
                    BrowserMessage.of(codec, entry, replay.replayId(), client));
        }
    }

    static String stream(String group) {
        return "aktienanalyse:replay:" + group;
    }

    @Override
    public int getPhase() {
        return BusLifecycle.PHASE + 1;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("replay").start(this::run);
    }

    @Override
    public void stop() {
        Thread current = thread;
        thread = null;
        if (current == null) {
            return;
        }
        current.interrupt();
        try {
            current.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
