package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Outbox.Head;
import de.aktienanalyse.bus.Outbox.Row;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says what is in the outbox: numbers rows per partition, publishes them by script in that order,
/// and says again what Redis turns out not to have. One per database, under the claim `relay`.
///
/// A crash at any point is harmless: a row that was published but not confirmed is published again
/// under its number, and the script answers `DUP`.
final class Relay implements Runnable {
    static final String CLAIM = "relay";

    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final int BATCH = 500;
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration HEALING = Duration.ofSeconds(5);

    private final RedisLink redis;
    private final Outbox outbox;
    private final Transactions transactions;
    private final Ownership ownership;
    private final Clock clock;
    private final BusMetrics metrics;
    private final Semaphore wake = new Semaphore(0);
    private final Map<String, Head> heads = new HashMap<>();

    /// What the database knows as confirmed: it is told later, with the next rows or at the next
    /// healing.
    private final Map<String, Long> stored = new HashMap<>();

    private String producer = "";
    private volatile boolean running = true;
    private volatile boolean heal = true;
    private boolean troubled;

    /// What some partition met in this round, while the others went on.
    private @Nullable RedisException trouble;

    Relay(
            RedisLink redis,
            Outbox outbox,
            Transactions transactions,
            Ownership ownership,
            Clock clock,
            BusMetrics metrics) {
        this.redis = redis;
        this.outbox = outbox;
        this.transactions = transactions;
        this.ownership = ownership;
        this.clock = clock;
        this.metrics = metrics;
        ownership.wants(CLAIM);
    }

    void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /// Redis may have lost something: compare soon.
    void suspect() {
        heal = true;
        wake();
    }

    void stop() {
        running = false;
        wake();
    }

    @Override
    public void run() {
        long healed = System.nanoTime();
        boolean more = false;
        @Nullable Long fence = null;
        while (running) {
            try {
                if (!more && wake.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                @Nullable Long held = ownership.fence(CLAIM);
                if (held == null) {
                    fence = null;
                    more = false;
                    continue;
                }
                if (!held.equals(fence)) {
                    // Somebody else may have numbered rows in between.
                    load();
                    fence = held;
                    heal = true;
                }
                trouble = null;
                if (heal || System.nanoTime() - healed > HEALING.toNanos()) {
                    heal = false;
                    compareWithRedis();
                    healed = System.nanoTime();
                }
                more = relay();
                RedisException met = trouble;
                if (met != null) {
                    more = false;
                    heal = true;
                    complain(met);
                } else if (troubled) {
                    log.info("The outbox flows again");
                    troubled = false;
                }
            } catch (InterruptedException e) {
                return;
            } catch (Ownership.Lost lost) {
                fence = null;
                more = false;
            } catch (Exception e) {
                // A commit whose answer was lost may have happened: the numbers are read again.
                fence = null;
                more = false;
                heal = true;
                complain(e);
            }
        }
    }

    private void complain(Exception e) {
        if (!troubled && running) {
            log.warn("The outbox waits, nothing is lost: {}", String.valueOf(e.getMessage()));
        }
        troubled = true;
        metrics.relayTrouble();
        wake.drainPermits();
    }

    private void load() throws Exception {
        producer = transactions.within(outbox::databaseId);
        heads.clear();
        stored.clear();
        outbox.heads()
                .forEach(head -> {
                    heads.put(head.partition(), head);
                    stored.put(head.partition(), head.confirmed());
                });
    }

    private interface Step {
        void take(Head head, Speaker speaker) throws Exception;
    }

    /// Does something for every partition. One that fails, or whose master is away, does not hold
    /// up the others.
    private void forEach(Step step) throws Exception {
        Set<String> away = new HashSet<>();
        for (Head head : List.copyOf(heads.values())) {
            String master = "";
            try {
                master = redis.masterOf(head.partition());
                if (!away.contains(master)) {
                    step.take(head, redis.speaker(master));
                }
            } catch (RedisException e) {
                redis.silence(master);
                trouble = e;
                if (!(e instanceof RedisCommandExecutionException)) {
                    away.add(master);
                }
            }
        }
    }

    /// @return whether more is waiting
    private boolean relay() throws Exception {
        boolean more = pickUp();
        forEach((head, speaker) -> {
            if (head.number() > head.confirmed()) {
                send(
                        head,
                        outbox.numberedAbove(
                                head.family(), head.partitionNo(), head.confirmed(), BATCH),
                        speaker);
            }
        });
        return more || heads.values().stream().anyMatch(head -> head.number() > head.confirmed());
    }

    private Head current(Head head) {
        return heads.getOrDefault(head.partition(), head);
    }

    /// Numbers the rows that were added, and stores in the same transaction what was confirmed
    /// since.
    private boolean pickUp() throws Exception {
        List<Row> rows = outbox.unnumbered(BATCH);
        if (rows.isEmpty()) {
            return false;
        }
        Map<String, Head> next = new HashMap<>();
        List<Row> numbered = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Head head =
                    next.getOrDefault(
                            row.partition(),
                            heads.getOrDefault(
                                    row.partition(),
                                    new Head(row.family(), row.partitionNo(), 0, 0)));
            Head moved =
                    new Head(
                            head.family(), head.partitionNo(), head.number() + 1, head.confirmed());
            next.put(row.partition(), moved);
            numbered.add(row.numbered(moved.number()));
        }
        save(next.values(), () -> outbox.number(numbered));
        return rows.size() == BATCH;
    }

    private void save(Collection<Head> moved, Runnable alongside) throws Exception {
        transactions.within(() -> {
            ownership.check(CLAIM);
            alongside.run();
            moved.forEach(outbox::save);
            return null;
        });
        moved.forEach(head -> {
            heads.put(head.partition(), head);
            stored.put(head.partition(), head.confirmed());
        });
    }

    /// Publishes rows of one partition, pipelined: Redis carries them out in the order of one
    /// connection.
    private void send(Head head, List<Row> rows, Speaker speaker) throws Exception {
        if (rows.isEmpty()) {
            // Redis lacks rows that were pruned: nothing is left to say again.
            answer(speaker.skipTo(head.partition(), producer, head.number()));
            confirm(head, head.number());
            return;
        }
        List<RedisFuture<List<byte[]>>> replies = new ArrayList<>(rows.size());
        long predecessor = head.confirmed();
        for (Row row : rows) {
            replies.add(speaker.publish(row, predecessor, producer, clock.millis()));
            predecessor = row.number();
        }
        for (int i = 0; i < rows.size(); i++) {
            List<byte[]> reply = answer(replies.get(i));
            String verdict = text(reply.getFirst());
            if (!verdict.equals("OK")) {
                long known = Long.parseLong(text(reply.get(1)));
                if (known > head.number()) {
                    beginAnew();
                    return;
                }
                if (verdict.equals("GAP")) {
                    rewind(current(head), known);
                    return;
                }
            }
            heads.put(head.partition(), head.confirmed(rows.get(i).number()));
            metrics.published(head.family(), verdict);
        }
    }

    private static <T> T answer(Future<T> future) throws Exception {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RedisException cause ? cause : e;
        } catch (TimeoutException e) {
            throw new RedisException("Redis does not answer", e);
        }
    }

    /// What Redis knows of us, per partition. Where it knows less than was confirmed it has lost
    /// something.
    private void compareWithRedis() throws Exception {
        forEach((head, speaker) -> {
            long number = answer(speaker.last(head.partition(), producer));
            if (number > head.number()) {
                beginAnew();
            } else if (number < head.confirmed()) {
                rewind(head, number);
            } else if (number > head.confirmed()) {
                confirm(head, number);
            }
        });
        List<Head> unsaved =
                heads.values().stream()
                        .filter(head ->
                                head.confirmed() != stored.getOrDefault(head.partition(), 0L))
                        .toList();
        if (!unsaved.isEmpty()) {
            save(unsaved, () -> {});
        }
    }

    /// Redis has numbers of ours that were never given: the database is older than what it said, as
    /// after a restore by hand. Under the old name new events would pass for known ones.
    private void beginAnew() throws Exception {
        log.warn("The database is older than what Redis has of it: it speaks under a new name");
        String old = producer;
        String renewed =
                transactions.within(() -> {
                    ownership.check(CLAIM);
                    return outbox.renewDatabaseId();
                });
        forEach((head, speaker) -> {
            long number = answer(speaker.last(head.partition(), old));
            answer(speaker.skipTo(head.partition(), renewed, Math.min(number, head.confirmed())));
        });
        producer = renewed;
        heal = true;
    }

    /// In portions: the outbox may hold a week.
    private void rewind(Head head, long to) throws Exception {
        log.warn(
                "Redis has {} only up to number {} of {}: the rest is said again",
                head.partition(),
                to,
                head.confirmed());
        metrics.rewound(head.family(), Math.max(0, head.confirmed() - to));
        long from = to;
        while (from < head.confirmed()) {
            List<Row> portion =
                    outbox.numberedAbove(head.family(), head.partitionNo(), from, BATCH);
            if (portion.isEmpty()) {
                break;
            }
            transactions.within(() -> {
                ownership.check(CLAIM);
                outbox.markRepublished(portion, head.confirmed());
                return null;
            });
            from = portion.getLast().number();
        }
        confirm(head, to);
    }

    private void confirm(Head head, long confirmed) throws Exception {
        save(List.of(head.confirmed(confirmed)), () -> {});
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
