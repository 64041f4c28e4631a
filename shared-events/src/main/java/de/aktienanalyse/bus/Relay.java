package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Outbox.Head;
import de.aktienanalyse.bus.Outbox.Row;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says what is in the outbox: numbers rows per partition, publishes them by script in that order,
/// and says again what Redis turns out not to have. One per database, under the claim `relay`.
///
/// A crash at any point is harmless: a row that was published but not confirmed is published again
/// under its number, and the script answers `DUP`. While Redis works on some rows the next are
/// numbered and sent; what follows rows that Redis did not take it does not take either, since each
/// call names its predecessor.
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
    private final Heads heads = new Heads();

    private final Flights flights;
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
        this.flights = new Flights(redis, heads, metrics);
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
                    settle();
                    compareWithRedis();
                    healed = System.nanoTime();
                }
                more = relay();
                RedisException landing = flights.trouble();
                RedisException met = landing == null ? trouble : landing;
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
        flights.forget();
        producer = transactions.within(outbox::databaseId);
        heads.load(outbox.heads());
    }

    private interface Step {
        void take(Head head, String master, Speaker speaker) throws Exception;
    }

    /// Does something for partitions. One that fails, or whose master is away, does not hold up the
    /// others.
    private void forEach(Predicate<Head> which, Step step) throws Exception {
        Set<String> gone = new HashSet<>();
        for (Head head : heads.all()) {
            if (!which.test(head)) {
                continue;
            }
            String master = "";
            try {
                master = redis.masterOf(head.partition());
                if (!gone.contains(master)) {
                    step.take(head, master, redis.speaker(master));
                }
            } catch (RedisException e) {
                redis.silence(master);
                trouble = e;
                if (!(e instanceof RedisCommandExecutionException)) {
                    gone.add(master);
                }
            }
        }
    }

    /// Numbers and sends the next rows while Redis works on those of the round before.
    ///
    /// @return whether more is waiting
    private boolean relay() throws Exception {
        Map<String, List<Row>> fresh = pickUp();
        if (!flights.goOn(launch(fresh))) {
            settle();
        }
        return flights.isAny() || heads.anyBehind();
    }

    /// Numbers the rows that were added, and stores in the same transaction what was confirmed
    /// since. Only when that is committed may a number be sent.
    private Map<String, List<Row>> pickUp() throws Exception {
        Map<String, Head> next = new HashMap<>();
        Map<String, List<Row>> fresh = new HashMap<>();
        transactions.within(() -> {
            List<Row> rows = new ArrayList<>();
            for (Row row : outbox.unnumbered(BATCH)) {
                Head before = next.get(row.partition());
                Head head = (before == null ? heads.of(row) : before).next();
                Row numbered = row.numbered(head.number());
                next.put(head.partition(), head);
                fresh.computeIfAbsent(head.partition(), _ -> new ArrayList<>()).add(numbered);
                rows.add(numbered);
            }
            if (!rows.isEmpty()) {
                ownership.check(CLAIM);
                outbox.number(rows);
                next.values().forEach(outbox::save);
            }
            return null;
        });
        heads.saved(next.values());
        return fresh;
    }

    /// Sends what was just numbered, and of the rest as much as fits into memory.
    private List<Flight> launch(Map<String, List<Row>> fresh) throws Exception {
        List<Flight> launched = new ArrayList<>();
        AtomicLong room = new AtomicLong(Outbox.PORTION);
        forEach(
                heads::isBehind,
                (head, master, speaker) -> {
                    long sent = heads.sent(head);
                    List<Row> rows = fresh.getOrDefault(head.partition(), List.of());
                    if (rows.isEmpty() || rows.getFirst().number() != sent + 1) {
                        if (room.get() <= 0) {
                            return;
                        }
                        rows = outbox.numberedAbove(head.family(), head.partitionNo(), sent, BATCH);
                        rows.forEach(row -> room.addAndGet(-row.payload().length()));
                        heads.served(head);
                    }
                    if (rows.isEmpty()) {
                        skip(head, speaker);
                        return;
                    }
                    launched.add(
                            new Flight(
                                    head.partition(),
                                    master,
                                    speaker.publish(rows, sent, producer, clock.millis())));
                    heads.sent(head, rows.getLast().number());
                });
        return launched;
    }

    /// Redis lacks rows that were pruned: nothing is left to say again, once what is on its way has
    /// landed.
    private void skip(Head head, Speaker speaker) throws Exception {
        if (heads.sent(head) == head.confirmed()) {
            answer(speaker.skipTo(head.partition(), producer, head.number()));
            confirm(head, head.number());
        }
    }

    /// Waits until nothing is on its way any more, and mends what did not get through.
    private void settle() throws Exception {
        boolean older = false;
        for (Map.Entry<String, Long> partition : flights.settle().entrySet()) {
            Head head = heads.current(partition.getKey());
            long known = partition.getValue();
            if (head != null && known <= head.number()) {
                rewind(head, known);
            } else {
                older = true;
            }
        }
        if (older) {
            beginAnew();
        }
    }

    private void save(Collection<Head> moved, Runnable alongside) throws Exception {
        transactions.within(() -> {
            ownership.check(CLAIM);
            alongside.run();
            moved.forEach(outbox::save);
            return null;
        });
        heads.saved(moved);
    }

    private <T> T answer(Future<T> future) throws InterruptedException {
        return Flight.answer(future, redis.patience());
    }

    /// What Redis knows of us, per partition. Where it knows less than was confirmed it has lost
    /// something.
    private void compareWithRedis() throws Exception {
        forEach(
                _ -> true,
                (head, _, speaker) -> {
                    long number = answer(speaker.last(head.partition(), producer));
                    if (number > head.number()) {
                        beginAnew();
                    } else if (number < head.confirmed()) {
                        rewind(head, number);
                    } else if (number > head.confirmed()) {
                        confirm(head, number);
                    }
                });
        List<Head> unsaved = heads.unsaved();
        if (!unsaved.isEmpty()) {
            save(unsaved, () -> {});
        }
    }

    /// Redis has numbers of ours that were never given: the database is older than what it said, as
    /// after a restore by hand. Under the old name new events would pass for known ones.
    private void beginAnew() throws Exception {
        String old = producer;
        String renewed =
                transactions.within(() -> {
                    ownership.check(CLAIM);
                    return outbox.renewDatabaseId();
                });
        log.warn("The database is older than what Redis has of it: it speaks under a new name");
        forEach(
                _ -> true,
                (head, _, speaker) -> {
                    long number = answer(speaker.last(head.partition(), old));
                    answer(
                            speaker.skipTo(
                                    head.partition(), renewed, Math.min(number, head.confirmed())));
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
}
