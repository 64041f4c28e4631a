package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Outbox.Head;
import de.aktienanalyse.bus.Outbox.Row;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
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
    private @Nullable String producer;
    private volatile boolean running = true;
    private volatile boolean heal = true;
    private boolean troubled;

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
        boolean owner = false;
        while (running) {
            try {
                if (!more && wake.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                if (!ownership.owns(CLAIM)) {
                    owner = false;
                    continue;
                }
                if (!owner) {
                    load();
                    owner = true;
                    heal = true;
                }
                if (heal || System.nanoTime() - healed > HEALING.toNanos()) {
                    compareWithRedis();
                    heal = false;
                    healed = System.nanoTime();
                }
                more = relay();
                if (troubled) {
                    log.info("The outbox flows again");
                    troubled = false;
                }
            } catch (InterruptedException e) {
                return;
            } catch (Ownership.Lost lost) {
                owner = false;
                more = false;
            } catch (Exception e) {
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
        outbox.heads().forEach(head -> heads.put(head.partition(), head));
    }

    /// @return whether more is waiting
    private boolean relay() throws Exception {
        boolean more = pickUp();
        for (Head head : List.copyOf(heads.values())) {
            if (head.number() > head.confirmed()) {
                send(
                        head,
                        outbox.numberedAbove(
                                head.family(), head.partitionNo(), head.confirmed(), BATCH));
                more |= current(head).number() > current(head).confirmed();
            }
        }
        return more;
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
        Map<String, Head> next = new HashMap<>(heads);
        List<Row> numbered = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Head head =
                    next.getOrDefault(
                            row.partition(), new Head(row.family(), row.partitionNo(), 0, 0));
            long number = head.number() + 1;
            next.put(
                    row.partition(),
                    new Head(row.family(), row.partitionNo(), number, head.confirmed()));
            numbered.add(
                    new Row(
                            row.seq(),
                            row.family(),
                            row.partitionNo(),
                            row.channel(),
                            row.payload(),
                            number));
        }
        transactions.within(() -> {
            ownership.check(CLAIM);
            outbox.number(numbered);
            next.values().stream()
                    .filter(head -> !head.equals(heads.get(head.partition())))
                    .forEach(outbox::save);
            return null;
        });
        heads.putAll(next);
        return rows.size() == BATCH;
    }

    /// Publishes rows of one partition, pipelined: Redis carries them out in the order of one
    /// connection.
    private void send(Head head, List<Row> rows) throws Exception {
        if (rows.isEmpty()) {
            // Redis lacks rows that were pruned: nothing is left to say again.
            confirm(head, head.number());
            return;
        }
        String runId = redis.runId();
        List<RedisFuture<List<byte[]>>> replies = new ArrayList<>(rows.size());
        long predecessor = head.confirmed();
        for (Row row : rows) {
            replies.add(publish(row, predecessor, runId));
            predecessor = row.number();
        }
        long confirmed = head.confirmed();
        for (int i = 0; i < rows.size(); i++) {
            List<byte[]> reply = reply(replies.get(i));
            String verdict = text(reply.getFirst());
            if (verdict.equals("GAP")) {
                rewind(current(head), Long.parseLong(text(reply.get(1))));
                return;
            }
            confirmed = Math.max(confirmed, rows.get(i).number());
            metrics.published(rows.get(i).family(), verdict);
        }
        Head now = current(head);
        heads.put(
                head.partition(),
                new Head(now.family(), now.partitionNo(), now.number(), confirmed));
    }

    private RedisFuture<List<byte[]>> publish(Row row, long predecessor, String runId) {
        String partition = row.partition();
        return redis.async()
                .evalsha(
                        redis.publishSha(),
                        ScriptOutputType.MULTI,
                        new String[] {Keys.stream(partition), Keys.meta(partition)},
                        bytes(runId),
                        bytes(Long.toString(clock.millis())),
                        bytes(String.valueOf(producer)),
                        bytes(Long.toString(row.number())),
                        bytes(Long.toString(predecessor)),
                        bytes(row.channel()),
                        bytes(partition),
                        bytes(row.payload()));
    }

    private List<byte[]> reply(RedisFuture<List<byte[]>> future) throws Exception {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisNoScriptException) {
                redis.forgetScripts();
            }
            throw e.getCause() instanceof RedisException cause ? cause : e;
        } catch (TimeoutException e) {
            throw new RedisException("Redis does not answer", e);
        }
    }

    /// What Redis knows of us, per partition. Where it knows less than was confirmed it has lost
    /// something.
    private void compareWithRedis() throws Exception {
        redis.runId();
        Map<String, RedisFuture<byte[]>> known = new HashMap<>();
        for (Head head : heads.values()) {
            known.put(
                    head.partition(),
                    redis.async().hget(Keys.meta(head.partition()), "producer:" + producer));
        }
        for (Head head : List.copyOf(heads.values())) {
            RedisFuture<byte[]> future = known.get(head.partition());
            byte[] last = future == null ? null : future.get(10, TimeUnit.SECONDS);
            long number = last == null ? 0 : Long.parseLong(text(last));
            if (number < head.confirmed()) {
                rewind(head, number);
            } else if (number > head.confirmed()) {
                confirm(head, Math.min(number, head.number()));
            }
        }
    }

    private void rewind(Head head, long to) throws Exception {
        log.warn(
                "Redis has {} only up to number {} of {}: the rest is said again",
                head.partition(),
                to,
                head.confirmed());
        metrics.rewound(head.family(), Math.max(0, head.confirmed() - to));
        List<Row> again =
                outbox.numberedAbove(head.family(), head.partitionNo(), to, Integer.MAX_VALUE);
        transactions.within(() -> {
            ownership.check(CLAIM);
            outbox.markRepublished(again, head.confirmed());
            return null;
        });
        confirm(head, to);
    }

    private void confirm(Head head, long confirmed) throws Exception {
        Head moved = new Head(head.family(), head.partitionNo(), head.number(), confirmed);
        transactions.within(() -> {
            ownership.check(CLAIM);
            outbox.save(moved);
            return null;
        });
        heads.put(head.partition(), moved);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
