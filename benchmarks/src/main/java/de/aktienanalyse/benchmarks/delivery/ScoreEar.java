package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.stage.Report;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/// Hears bars and the scores that follow from them, as any subscriber of the bus does.
final class ScoreEar extends RedisPubSubAdapter<String, String> implements AutoCloseable {
    private static final String BAR = "market.data.updated.";

    /// Only shares are scored.
    private static final String INDEX = BAR + "SP500";

    private static final String SCORE = "stock.analysis.completed.";
    private static final Pattern BAR_ID = Pattern.compile("\"event_id\":\"([^\"]+)\"");
    private static final Pattern CAUSE = Pattern.compile("\"causation_id\":\"([^\"]+)\"");
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final RedisClient client;
    private final StatefulRedisPubSubConnection<String, String> redis;
    private final Map<String, Long> bars = new HashMap<>();
    private final Histogram took = new Histogram(3);
    private long counted;
    private long strange;
    private boolean counting;

    ScoreEar(String redisUrl) {
        client = RedisClient.create(redisUrl);
        redis = client.connectPubSub();
        redis.addListener(this);
        redis.sync().psubscribe(BAR + "*", SCORE + "*");
    }

    /// From now on; what a bar before it leads to is no concern any more.
    synchronized void count() {
        bars.clear();
        took.reset();
        counted = 0;
        strange = 0;
        counting = true;
    }

    /// Bars that were heard and whose score was not, yet.
    synchronized int open() {
        return bars.size();
    }

    @Override
    public synchronized void message(String pattern, String channel, String message) {
        long now = System.nanoTime();
        if (channel.startsWith(SCORE)) {
            score(message, now);
        } else if (!channel.equals(INDEX)) {
            Matcher id = BAR_ID.matcher(message);
            if (id.find()) {
                bars.put(id.group(1), now);
                counted++;
            }
        }
    }

    private void score(String message, long now) {
        Matcher cause = CAUSE.matcher(message);
        Long since = cause.find() ? bars.remove(cause.group(1)) : null;
        if (since != null) {
            took.recordValue(now - since);
        } else if (counting) {
            strange++;
        }
    }

    /// @return whether each bar, but for those of the last moments, had its one score
    synchronized boolean tell(Report report, String what) {
        long now = System.nanoTime();
        long late = bars.values().stream().filter(at -> now - at > LATE_NANOS).count();
        boolean ok = took.getTotalCount() > 0 && late == 0 && strange == 0;
        report.row(
                what,
                counted,
                took.getTotalCount(),
                Times.ms(took, 50),
                Times.ms(took, 99),
                Times.ms(took, 100),
                ok
                        ? "ok"
                        : "WRONG: %d bars without a score, %d scores without a bar"
                                .formatted(late, strange));
        return ok;
    }

    @Override
    public void close() {
        redis.close();
        client.shutdown();
    }
}
