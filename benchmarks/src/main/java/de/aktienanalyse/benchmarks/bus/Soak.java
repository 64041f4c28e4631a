package de.aktienanalyse.benchmarks.bus;

import de.aktienanalyse.benchmarks.stage.Node;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// `soak`: a sayer and a reactor for minutes at one rate; heap after a collection, threads and lag
/// over time. What grows and does not come back is a leak, and ends it with 1; so does an event
/// without effect. Redis grows by what it keeps.
final class Soak {
    private static final int SAMPLES = 10;

    /// A tenth comes and goes with what is cached.
    private static final double MARGIN = 0.1;

    private static final int MORE_THREADS = 5;

    private Soak() {}

    /// `soak [minutes] [events per second]`
    static void main(String[] args) throws IOException {
        double minutes = args.length > 0 ? Double.parseDouble(args[0]) : 10;
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 100;
        Path dir = Files.createTempDirectory("soak");
        AtomicLong effects = new AtomicLong();
        boolean ok;
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start();
                Node sayer =
                        new Node("soak-sayer", dir, redis.url(), _ -> new Flow("soak-sayer.none"));
                Node reactor = new Node("soak-reactor", dir, redis.url(), _ -> counting(effects))) {
            ok = run(sayer, redis, effects, minutes, rate);
            reactor.bus();
        }
        System.exit(ok ? 0 : 1);
    }

    private static Flow counting(AtomicLong effects) {
        return new Flow("soak-reactor.count")
                .hears(BarClosed.class)
                .quietly(_ -> effects.incrementAndGet());
    }

    /// @return whether nothing grew that should not and everything took effect
    private static boolean run(
            Node sayer, RedisProcess redis, AtomicLong effects, double minutes, int rate) {
        long count = Math.round(minutes * 60 * rate);
        Report report =
                new Report(
                        "Soak: %.1f min at %d events/s".formatted(minutes, rate),
                        List.of("said", "lag", "heap, KiB", "threads", "Redis, KiB"));
        List<Sample> samples = new ArrayList<>();
        long begin = System.nanoTime();
        for (long i = 0; i < count; i++) {
            long due = begin + i * 1_000_000_000L / rate;
            LockSupport.parkNanos(due - System.nanoTime());
            sayer.bus().publish(Bars.bar(i, 0));
            if ((i + 1) % Math.max(1, count / SAMPLES) == 0) {
                samples.add(sample(report, i + 1, effects.get(), redis));
            }
        }
        boolean whole = Waiting.holds(60, () -> effects.get() >= count);
        Sample last = sample(report, count, effects.get(), redis);
        Sample middle = samples.get(samples.size() / 2);
        boolean flat =
                last.heap() < middle.heap() * (1 + MARGIN)
                        && last.threads() <= middle.threads() + MORE_THREADS;
        report.note(
                "%s; heap %s since half time"
                        .formatted(
                                whole ? "All took effect" : "WRONG: events without effect",
                                flat ? "flat" : "or threads GREW"));
        report.keep();
        return whole && flat;
    }

    private record Sample(long heap, int threads) {}

    private static Sample sample(Report report, long said, long effects, RedisProcess redis) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        String used =
                redis.with(commands -> commands.info("memory"))
                        .lines()
                        .filter(line -> line.startsWith("used_memory:"))
                        .findFirst()
                        .orElse("used_memory:0");
        Sample sample =
                new Sample(
                        memory.getHeapMemoryUsage().getUsed() / 1024,
                        ManagementFactory.getThreadMXBean().getThreadCount());
        report.row(
                said,
                said - effects,
                sample.heap(),
                sample.threads(),
                Long.parseLong(used.substring("used_memory:".length()).strip()) / 1024);
        return sample;
    }
}
