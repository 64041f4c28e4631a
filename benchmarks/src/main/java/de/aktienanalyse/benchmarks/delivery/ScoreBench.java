package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/// `score`: from a closed bar on the bus to the score that follows from it on the bus, both as a
/// subscriber hears them; aktienanalyse replays its recorded bars, 22 shares and an index at once
/// each second.
final class ScoreBench extends RedisPubSubAdapter<String, String> {
    private static final String BAR = "market.data.updated.";

    /// Only shares are scored.
    private static final String INDEX = BAR + "SP500";

    private static final String SCORE = "stock.analysis.completed.";
    private static final Pattern BAR_ID = Pattern.compile("\"event_id\":\"([^\"]+)\"");
    private static final Pattern CAUSE = Pattern.compile("\"causation_id\":\"([^\"]+)\"");
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final long begun = System.nanoTime();
    private final Map<String, Long> bars = new HashMap<>();
    private final Histogram all = new Histogram(3);
    private final Histogram firstOfSecond = new Histogram(3);
    private int counted;
    private int strange;
    private long lastBar;

    private ScoreBench() {}

    /// `score [seconds]`, with `bench.root` naming the folder of the modules.
    static void main(String[] args) throws IOException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 40;
        Path dir = Files.createTempDirectory("score-bench");
        boolean ok;
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start();
                ServiceProcess _ = ServiceProcess.aktienanalyse(dir, redis.url()).start()) {
            ok = measure(redis.url(), seconds);
        }
        System.exit(ok ? 0 : 1);
    }

    private static boolean measure(String redisUrl, int seconds) {
        ScoreBench bench = new ScoreBench();
        RedisClient client = RedisClient.create(redisUrl);
        try (StatefulRedisPubSubConnection<String, String> redis = client.connectPubSub()) {
            redis.addListener(bench);
            redis.sync().psubscribe(BAR + "*", SCORE + "*");
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
            redis.sync().punsubscribe(BAR + "*", SCORE + "*");
            return bench.report(System.nanoTime());
        } finally {
            client.shutdown();
        }
    }

    @Override
    public void message(String pattern, String channel, String message) {
        long now = System.nanoTime();
        if (channel.startsWith(BAR)) {
            if (!channel.equals(INDEX)) {
                bar(message, now);
            }
        } else {
            score(message, now);
        }
    }

    private void bar(String message, long now) {
        Matcher id = BAR_ID.matcher(message);
        if (now - begun > WARM_UP_NANOS && id.find()) {
            bars.put(id.group(1), now);
            counted++;
        }
    }

    private void score(String message, long now) {
        Matcher cause = CAUSE.matcher(message);
        Long since = cause.find() ? bars.remove(cause.group(1)) : null;
        if (since != null) {
            all.recordValue(now - since);
            // Those of one second queue behind each other; the first shows the way itself.
            if (since - lastBar > TimeUnit.MILLISECONDS.toNanos(500)) {
                firstOfSecond.recordValue(now - since);
                lastBar = since;
            }
        } else if (now - begun > 2 * WARM_UP_NANOS) {
            strange++;
        }
    }

    private boolean report(long ended) {
        // The last second's may still be under way.
        long late = bars.values().stream().filter(at -> ended - at > LATE_NANOS).count();
        boolean ok = all.getTotalCount() > 0 && late == 0 && strange == 0;
        Report report =
                new Report(
                        "Tick → score on the bus, 22 shares at once each second",
                        List.of(
                                "of",
                                "bars",
                                "scores",
                                "p50, ms",
                                "p99, ms",
                                "worst, ms",
                                "outcome"));
        String outcome =
                ok
                        ? "ok"
                        : "WRONG: %d bars without a score, %d scores without a bar"
                                .formatted(late, strange);
        row(report, "all", counted, all, outcome);
        row(report, "the first of each second", counted, firstOfSecond, outcome);
        report.note("Goal: p99 ≤ 10 ms. The first 10 s are not counted.");
        report.keep();
        return ok;
    }

    private static void row(Report report, String of, int bars, Histogram took, String outcome) {
        report.row(
                of,
                bars,
                took.getTotalCount(),
                Times.ms(took, 50),
                Times.ms(took, 99),
                Times.ms(took, 100),
                outcome);
    }
}
