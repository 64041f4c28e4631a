package de.aktienanalyse.gateway.audit;

import de.aktienanalyse.gateway.accounts.GatewayDatabase;
import de.aktienanalyse.gateway.accounts.Secrets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The chain of acts in the gateway's database.
///
/// One thread writes all that waits in one transaction, so that a burst of commands costs one
/// flush. Several gateways may write to one chain: the last row is read within the transaction.
public final class AuditLog implements Audit, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);
    private static final int WAITING = 10_000;
    private static final int AT_ONCE = 500;
    private static final String START = "0".repeat(64);

    private final GatewayDatabase database;
    private final Clock clock;
    private final Counter lost;
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread writer;
    private volatile boolean closing;

    public AuditLog(GatewayDatabase database, Clock clock, MeterRegistry metrics) {
        this.database = database;
        this.clock = clock;
        this.lost = metrics.counter("aktien.gateway.audit.lost");
        this.writer = Thread.ofVirtual().name("audit").start(this::run);
    }

    /// @param hash of this row and the one before it
    public record Entry(
            long seq,
            Instant time,
            @Nullable String actor,
            @Nullable String login,
            String address,
            String action,
            @Nullable String target,
            @Nullable String correlationId,
            String result,
            String hash) {}

    /// @param head hash of the newest row: who keeps it elsewhere also sees a log cut short
    /// @param brokenAt the first row that is not what was written; null: none
    public record Verification(boolean whole, long entries, String head, @Nullable Long brokenAt) {}

    private record Waiting(Act act, Instant time, CompletableFuture<Act> written) {}

    @Override
    public CompletableFuture<Act> write(Act act) {
        Waiting entry = new Waiting(act, clock.instant(), new CompletableFuture<>());
        if (closing || !waiting.offer(entry)) {
            lost(List.of(entry), new IllegalStateException("more acts than can be written"));
        }
        return entry.written();
    }

    /// @param before only older ones; null: from the newest on
    public List<Entry> newest(int limit, @Nullable Long before) {
        return database.client()
                .sql("SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?")
                .params(before == null ? Long.MAX_VALUE : before, limit)
                .query(AuditLog::entry)
                .list();
    }

    public Verification verify() {
        String[] head = {START};
        long[] seen = {0};
        Long[] broken = {null};
        database.client()
                .sql("SELECT * FROM audit ORDER BY seq")
                .query(row -> {
                    Entry entry = entry(row, 0);
                    boolean right =
                            entry.seq() == seen[0] + 1 && entry.hash().equals(hash(head[0], entry));
                    if (!right && broken[0] == null) {
                        broken[0] = entry.seq();
                    }
                    head[0] = entry.hash();
                    seen[0]++;
                });
        return new Verification(broken[0] == null, seen[0], head[0], broken[0]);
    }

    private void run() {
        List<Waiting> entries = new ArrayList<>();
        while (!closing || !waiting.isEmpty()) {
            try {
                Waiting first = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                entries.add(first);
                waiting.drainTo(entries, AT_ONCE - 1);
                save(entries);
            } catch (InterruptedException _) {
                return;
            }
            entries.clear();
        }
    }

    private void save(List<Waiting> entries) {
        try {
            database.within(() -> {
                append(entries);
                return true;
            });
            entries.forEach(entry -> entry.written().complete(entry.act()));
        } catch (RuntimeException e) {
            lost(entries, e);
        }
    }

    private void append(List<Waiting> entries) {
        Entry last =
                database.client()
                        .sql("SELECT * FROM audit ORDER BY seq DESC LIMIT 1")
                        .query(AuditLog::entry)
                        .optional()
                        .orElse(null);
        long seq = last == null ? 0 : last.seq();
        String head = last == null ? START : last.hash();
        for (Waiting waiting : entries) {
            Entry entry = entry(++seq, waiting);
            head = hash(head, entry);
            insert(entry, head);
        }
    }

    private void insert(Entry entry, String hash) {
        database.client()
                .sql(
                        "INSERT INTO audit (seq, at, actor, login, address, action, target,"
                                + " correlation_id, result, hash) VALUES (?,?,?,?,?,?,?,?,?,?)")
                .param(entry.seq())
                .param(entry.time().toEpochMilli())
                .param(entry.actor())
                .param(entry.login())
                .param(entry.address())
                .param(entry.action())
                .param(entry.target())
                .param(entry.correlationId())
                .param(entry.result())
                .param(hash)
                .update();
    }

    private void lost(List<Waiting> entries, RuntimeException cause) {
        lost.increment(entries.size());
        log.error("{} acts could not be written to the audit log", entries.size(), cause);
        entries.forEach(entry -> entry.written().completeExceptionally(cause));
    }

    private static Entry entry(long seq, Waiting waiting) {
        Act act = waiting.act();
        return new Entry(
                seq,
                waiting.time(),
                act.actor(),
                act.login(),
                act.address(),
                act.action(),
                act.target(),
                act.correlationId(),
                act.result(),
                "");
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(
                row.getLong("seq"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("actor"),
                row.getString("login"),
                row.getString("address"),
                row.getString("action"),
                row.getString("target"),
                row.getString("correlation_id"),
                row.getString("result"),
                row.getString("hash"));
    }

    /// With the length of each part, so that no two rows read alike.
    private static String hash(String before, Entry entry) {
        StringBuilder text = new StringBuilder(before);
        for (Object part :
                new @Nullable Object[] {
                    entry.seq(),
                    entry.time().toEpochMilli(),
                    entry.actor(),
                    entry.login(),
                    entry.address(),
                    entry.action(),
                    entry.target(),
                    entry.correlationId(),
                    entry.result()
                }) {
            String plain = part == null ? "-" : part.toString();
            text.append('|').append(part == null ? -1 : plain.length()).append(':').append(plain);
        }
        return Secrets.hash(text.toString());
    }

    /// Writes what still waits.
    @Override
    public void close() throws InterruptedException {
        closing = true;
        writer.join(5_000);
    }
}
