package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.stage.Node;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// `score`: from a closed bar on the bus to the score that follows from it on the bus, both as a
/// subscriber hears them. Bars that come one by one, as those of a market do, and those of the
/// recorded prices, where 22 shares close at once.
final class ScoreBench {
    private static final int SHARES = 20;

    /// More than a score needs.
    private static final int HISTORY = 250;

    private static final int PER_SECOND = 20;
    private static final int WARM_UP_SECONDS = 10;
    private static final Instant FIRST_DAY = Instant.parse("1990-01-01T00:00:00Z");

    private final Random random = new Random(1);
    private final Report report =
            new Report(
                    "Tick → score on the bus",
                    List.of(
                            "bars",
                            "heard",
                            "scores",
                            "p50, ms",
                            "p99, ms",
                            "worst, ms",
                            "outcome"));

    private ScoreBench() {}

    /// `score [seconds]`, with `bench.root` naming the folder of the modules.
    static void main(String[] args) throws IOException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 40;
        ScoreBench bench = new ScoreBench();
        boolean apart = bench.apart(seconds);
        boolean atOnce = bench.atOnce(seconds);
        bench.report.note(
                "Goal: p99 ≤ 10 ms. The first %d s are not counted.".formatted(WARM_UP_SECONDS));
        bench.report.keep();
        System.exit(apart && atOnce ? 0 : 1);
    }

    private boolean atOnce(int seconds) throws IOException {
        Path dir = Files.createTempDirectory("score-bench");
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start();
                ServiceProcess _ = ServiceProcess.aktienanalyse(dir, redis.url(), 1).start();
                ScoreEar ear = new ScoreEar(redis.url())) {
            pass(WARM_UP_SECONDS);
            // Between two seconds' bars, whenever those are.
            Waiting.until("a moment without bars", 10, () -> ear.open() == 0);
            ear.count();
            pass(seconds);
            return ear.tell(report, "22 at once each second");
        }
    }

    /// The feed is as good as silent; the bars are of shares that only we say.
    private boolean apart(int seconds) throws IOException {
        Path dir = Files.createTempDirectory("score-bench");
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start();
                ServiceProcess _ = ServiceProcess.aktienanalyse(dir, redis.url(), 0.001).start();
                ScoreEar ear = new ScoreEar(redis.url());
                Node feed =
                        new Node(
                                "bench-feed", dir, redis.url(), _ -> new Flow("bench-feed.none"))) {
            for (int day = 0; day < HISTORY; day++) {
                int today = day;
                feed.inTransaction(bus -> {
                    for (int share = 0; share < SHARES; share++) {
                        bus.publish(bar(share, today));
                    }
                });
            }
            Waiting.holds(60, () -> ear.open() == 0);
            say(feed, HISTORY, WARM_UP_SECONDS);
            pass(1);
            ear.count();
            say(feed, HISTORY + WARM_UP_SECONDS, seconds);
            pass(1);
            return ear.tell(report, "one by one, %d a second".formatted(PER_SECOND));
        }
    }

    /// One day of each share each second, evenly.
    private void say(Node feed, int fromDay, int seconds) {
        long begin = System.nanoTime();
        for (int i = 0; i < seconds * PER_SECOND; i++) {
            LockSupport.parkNanos(
                    begin + i * TimeUnit.SECONDS.toNanos(1) / PER_SECOND - System.nanoTime());
            feed.bus().publish(bar(i % SHARES, fromDay + i / SHARES));
        }
    }

    private BarClosed bar(int share, int day) {
        Instant start = FIRST_DAY.plus(Duration.ofDays(day));
        BigDecimal close = BigDecimal.valueOf(10_000 + day + random.nextInt(200), 2);
        return new BarClosed(
                "BENCH%02d".formatted(share),
                null,
                start,
                start.plus(Duration.ofDays(1)),
                "P1D",
                close,
                close.add(BigDecimal.ONE),
                close.subtract(BigDecimal.ONE),
                close,
                BigDecimal.valueOf(1_000_000),
                "EUR",
                "benchmark",
                true,
                false);
    }

    private static void pass(int seconds) {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
    }
}
