package de.aktienanalyse.benchmarks.bus;

import de.aktienanalyse.benchmarks.stage.Node;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.events.CrossSystemEvent.PerformanceRequested;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// `bus`: publish rate of each class through the real bus (outbox, relay, script) beside
/// redis-benchmark with the same script on the same Redis, latency, reaction throughput, lag.
final class BusBench implements AutoCloseable {
    private static final long HIGHEST = 60_000_000_000L;
    private static final int PER_TRANSACTION = 500;
    private static final int WARM_UP = 6;

    private final RedisProcess redis;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> counters;
    private final Path dir;
    private final Node sayer;
    private @Nullable Node hearer;
    private final Histogram watched = new ConcurrentHistogram(HIGHEST, 3);
    private final Histogram committed = new ConcurrentHistogram(HIGHEST, 3);
    private final AtomicLong effects = new AtomicLong();
    private final AtomicLong firstEffect = new AtomicLong();
    private final AtomicLong lastEffect = new AtomicLong();
    private final int events;

    BusBench(Path dir, int events) {
        this.events = events;
        this.dir = dir;
        redis = new RedisProcess(dir.resolve("redis")).start();
        client = RedisClient.create(redis.url());
        counters = client.connect();
        sayer = new Node("bench-sayer", dir, redis.url(), _ -> new Flow("bench-sayer.none"));
    }

    /// Not before what is said alone was measured: it would take part of the processors.
    private Node startHearer() {
        Node started = new Node("bench-hearer", dir, redis.url(), this::effects);
        hearer = started;
        return started;
    }

    /// `bus [events]`
    static void main(String[] args) throws IOException {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        Path dir = Files.createTempDirectory("bus-bench");
        try (BusBench bench = new BusBench(dir, events)) {
            bench.rates();
            bench.latencies();
        }
        System.exit(0);
    }

    private Flow effects(JdbcClient jdbc) {
        return new Flow("bench-hearer.effect")
                .watches(BarClosed.class)
                .by(heard -> record(watched, heard.data()))
                .hears(BarClosed.class)
                .by(heard -> {
                    jdbc.sql("insert into crash_effect (subject, n) values (?, 0)")
                            .param(heard.data().symbol())
                            .update();
                    TransactionSynchronizationManager.registerSynchronization(
                            new TransactionSynchronization() {
                                @Override
                                public void afterCommit() {
                                    record(committed, heard.data());
                                    effects.incrementAndGet();
                                    firstEffect.compareAndSet(0, System.nanoTime());
                                    lastEffect.set(System.nanoTime());
                                }
                            });
                    return List.of();
                });
    }

    /// The volume holds when it was planned to be said; sayer and hearer share one clock.
    private static void record(Histogram histogram, BarClosed bar) {
        long stamp = bar.volume() == null ? 0 : bar.volume().longValueExact();
        if (stamp > 0) {
            histogram.recordValue(Math.clamp(System.nanoTime() - stamp, 0, HIGHEST));
        }
    }

    private void rates() {
        Report report =
                new Report(
                        "Bus: %,d events each, pipelined".formatted(events),
                        List.of("what", "per second", "of redis-benchmark's"));
        RedisBenchmark yardstick = new RedisBenchmark(redis.port());
        String payload = "{\"x\":\"" + "y".repeat(390) + "\"}";
        // What a service does after a minute is measured, not its first seconds.
        for (int i = 0; i < WARM_UP; i++) {
            drained(events);
            saidAndDrained(events);
        }
        double script = yardstick.rate(events * 5, publishCommand(payload, 1));
        row(
                report,
                "redis-benchmark, EVALSHA of the publish script, one event each",
                script,
                script);
        double together = 10 * yardstick.rate(events / 2, publishCommand(payload, 10));
        row(report, "redis-benchmark, ten events each, as the relay does", together, script);
        row(
                report,
                "EVERY, from the commit of all outbox rows to the last entry in its stream",
                drained(events),
                script);
        row(
                report,
                "EVERY, from the first `publish`, in transactions of 500, to the last entry in its stream",
                saidAndDrained(events),
                script);
        reactions(report, script);
        double latestScript = yardstick.rate(events * 5, latestCommand(payload));
        row(report, "redis-benchmark, EVALSHA of the LATEST script", latestScript, latestScript);
        counted("evalsha", this::latest);
        row(report, "LATEST through the bus", counted("evalsha", this::latest), latestScript);
        double plain = yardstick.rate(events * 20, List.of("PUBLISH", "bench", payload));
        row(report, "redis-benchmark, plain PUBLISH", plain, plain);
        counted("publish", this::transients);
        row(report, "TRANSIENT through the bus", counted("publish", this::transients), plain);
        double added =
                yardstick.rate(events * 5, List.of("XADD", "bench:x", "*", "event", payload));
        row(report, "redis-benchmark, plain XADD", added, added);
        report.keep();
    }

    private void reactions(Report report, double script) {
        try (Node warm = startHearer()) {
            Waiting.until(
                    "the backlog to take effect",
                    120,
                    () -> effects.get() >= (2L * WARM_UP + 2) * events);
            warm.bus();
        }
        drained(events);
        firstEffect.set(0);
        long before = effects.get();
        startHearer();
        Waiting.until("all effects", 120, () -> effects.get() - before >= events);
        double reacted = events * 1e9 / (lastEffect.get() - firstEffect.get());
        row(
                report,
                "reactions with their transactions, from the first to the last",
                reacted,
                script);

        long both = effects.get();
        long committed = say(events);
        Waiting.until("all effects", 120, () -> effects.get() - both >= events);
        row(
                report,
                "EVERY and its reactions at once, from the commit of the outbox rows to the last effect",
                events * 1e9 / (lastEffect.get() - committed),
                script);
    }

    private static void row(Report report, String what, double rate, double yardstick) {
        report.row(what, "%,.0f".formatted(rate), "%.0f %%".formatted(100 * rate / yardstick));
    }

    /// All in one transaction, so that the relay finds them all at once: what it takes from then on
    /// until the last is in the stream is its own.
    private double drained(int count) {
        long committed = say(count);
        awaitCalls("xadd", count);
        return count * 1e9 / (System.nanoTime() - committed);
    }

    /// @return when the transaction was about to commit
    private long say(int count) {
        long[] said = new long[1];
        sayer.inTransaction(bus -> {
            for (int i = 0; i < count; i++) {
                bus.publish(Bars.bar(i, 0));
            }
            resetCounters();
            said[0] = System.nanoTime();
        });
        return said[0];
    }

    private double saidAndDrained(int count) {
        resetCounters();
        long begun = System.nanoTime();
        for (int from = 0; from < count; from += PER_TRANSACTION) {
            int first = from;
            sayer.inTransaction(bus -> {
                for (int i = first; i < Math.min(count, first + PER_TRANSACTION); i++) {
                    bus.publish(Bars.bar(i, 0));
                }
            });
        }
        awaitCalls("xadd", count);
        return count * 1e9 / (System.nanoTime() - begun);
    }

    private void awaitCalls(String command, int count) {
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (calls(command) < count) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Not within 120 s: all to arrive at Redis");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private double counted(String command, Runnable load) {
        resetCounters();
        long begun = System.nanoTime();
        load.run();
        awaitCalls(command, events);
        return events * 1e9 / (System.nanoTime() - begun);
    }

    private void latest() {
        for (int i = 0; i < events; i++) {
            sayer.bus().publish(Bars.price(i));
        }
    }

    private void transients() {
        PerformanceRequested asked = new PerformanceRequested("P", "x".repeat(200));
        for (int i = 0; i < events; i++) {
            sayer.bus().publish(asked);
        }
    }

    private void latencies() {
        Report report =
                new Report(
                        "Bus: latency of EVERY at a fixed rate, one transaction each, ms",
                        List.of(
                                "events/s",
                                "publish → watcher p50",
                                "p99",
                                "publish → reaction committed p50",
                                "p99",
                                "behind at the end",
                                "heard of said"));
        // The steady state is measured, not the compiler.
        long warm = effects.get();
        load(300, 3_000);
        Waiting.until("the warm-up to take effect", 60, () -> effects.get() - warm >= 3_000);
        for (int rate : new int[] {50, 200, 500, 1_000}) {
            watched.reset();
            committed.reset();
            long before = effects.get();
            int count = rate * 8;
            load(rate, count);
            long lag = count - (effects.get() - before);
            Waiting.holds(60, () -> effects.get() - before >= count);
            report.row(
                    rate,
                    ms(watched, 50),
                    ms(watched, 99),
                    ms(committed, 50),
                    ms(committed, 99),
                    lag,
                    (effects.get() - before) + " of " + count);
        }
        report.keep();
    }

    /// By plan: a publish that comes late does not move the next, and its lateness counts.
    private void load(int rate, int count) {
        long begin = System.nanoTime() + 50_000_000;
        for (int i = 0; i < count; i++) {
            long due = begin + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            sayer.bus().publish(Bars.bar(i, due));
        }
    }

    private static String ms(Histogram histogram, double percentile) {
        return "%.1f".formatted(histogram.getValueAtPercentile(percentile) / 1e6);
    }

    private List<String> publishCommand(String payload, int events) {
        String sha = counters.sync().scriptLoad(RedisBenchmark.publishScript());
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "EVALSHA",
                                sha,
                                "2",
                                "bench:{b.0}:stream",
                                "bench:{b.0}:meta",
                                "run",
                                "1",
                                "me",
                                "1",
                                "0",
                                "b.0"));
        for (int i = 0; i < events; i++) {
            command.addAll(List.of("bench.b.S000", payload));
        }
        return command;
    }

    private List<String> latestCommand(String payload) {
        String sha = counters.sync().scriptLoad(RedisBenchmark.latestScript());
        return List.of("EVALSHA", sha, "1", "bench:{b}:latest", "bench.b.S000", "5", "1", payload);
    }

    private void resetCounters() {
        counters.sync().configResetstat();
    }

    private long calls(String command) {
        Matcher matcher =
                Pattern.compile("cmdstat_" + command + ":calls=(\\d+)")
                        .matcher(counters.sync().info("commandstats"));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    @Override
    public void close() {
        Node hears = hearer;
        if (hears != null) {
            hears.close();
        }
        sayer.close();
        client.shutdown();
        redis.close();
    }
}
