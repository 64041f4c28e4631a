package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.Browsers;
import de.aktienanalyse.benchmarks.browser.GatewayProtocol;
import de.aktienanalyse.benchmarks.browser.Said;
import de.aktienanalyse.benchmarks.browser.Verdict;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// `jitter`: every client is cut every 15 s and comes back with its positions, while fills and
/// prices go on. Three kinds of clients: those that take all, those that want at most two values a
/// second per share, and those that read slowly.
final class JitterBench {
    static final int SUBJECTS = 50;

    private static final int EVENTS = 100;
    private static final int VALUES = 2_000;
    private static final int CUT_EVERY_S = 15;
    private static final long AWAY = TimeUnit.SECONDS.toNanos(1);
    private static final int SLOW_BYTES_PER_SECOND = 150_000;

    private record Kind(String name, Browsers browsers) {}

    private final Said said = new Said(SUBJECTS);
    private final int clients;
    private final int seconds;

    private JitterBench(int clients, int seconds) {
        this.clients = clients;
        this.seconds = seconds;
    }

    /// `jitter [clients] [seconds]`, with `bench.root` naming the folder of the modules.
    static void main(String[] args) throws IOException {
        int clients = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 45;
        Path dir = Files.createTempDirectory("jitter-bench");
        boolean ok;
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start();
                ServiceProcess gateway = ServiceProcess.gateway(dir, redis.url()).start()) {
            ok = new JitterBench(clients, seconds).run(redis.url(), gateway.port());
        }
        System.exit(ok ? 0 : 1);
    }

    private boolean run(String redisUrl, int port) {
        List<Kind> kinds = new ArrayList<>();
        try (Publisher publisher = new Publisher(redisUrl, said)) {
            publisher.everyValueOnce();
            kinds.add(kind("take all", port, "", 0, clients * 9 / 20));
            kinds.add(
                    kind("2 values/s per share", port, ",\"max_rate_hz\":2", 0, clients * 9 / 20));
            kinds.add(
                    kind(
                            "read 150 KB/s",
                            port,
                            "",
                            SLOW_BYTES_PER_SECOND,
                            clients - 2 * (clients * 9 / 20)));
            kinds.forEach(JitterBench::settle);
            kinds.forEach(kind -> kind.browsers().takeConnects());
            publisher.say(EVENTS, VALUES, 2);
            for (int left = seconds; left >= CUT_EVERY_S; left -= CUT_EVERY_S) {
                kinds.forEach(kind ->
                        kind.browsers().cutAll(TimeUnit.SECONDS.toNanos(CUT_EVERY_S), AWAY));
                publisher.say(EVENTS, VALUES, CUT_EVERY_S);
            }
            // The last that were cut need a while to be served as long as the others.
            publisher.say(EVENTS, VALUES, 3);
            kinds.forEach(this::end);
            return report(kinds);
        } finally {
            kinds.forEach(kind -> kind.browsers().close());
        }
    }

    private static Kind kind(String name, int port, String more, int bytesPerSecond, int count) {
        Browsers browsers = new Browsers(port, ServiceProcess.TOKEN, SUBJECTS, new Random(15));
        browsers.add(count, new GatewayProtocol(true, more), bytesPerSecond);
        return new Kind(name, browsers);
    }

    private static void settle(Kind kind) {
        Waiting.until(
                kind.name() + ": all are subscribed",
                30,
                () -> kind.browsers().live() == kind.browsers().count());
    }

    /// Until all has come, or nothing more does; the verdict says which.
    private void end(Kind kind) {
        kind.browsers().hurry();
        Waiting.holds(15, () -> kind.browsers().against(said).isAsPromised());
    }

    private boolean report(List<Kind> kinds) {
        Report report =
                new Report(
                        "Jitter: %d clients, each cut every %d s and away up to 1 s; %d fills/s, %d prices/s"
                                .formatted(clients, CUT_EVERY_S, EVENTS, VALUES),
                        List.of(
                                "clients that",
                                "cuts",
                                "EVERY due",
                                "delivered",
                                "twice / out of order / gaps",
                                "LATEST said",
                                "received",
                                "told as conflated",
                                "neither, since the last cut",
                                "neither, before a cut",
                                "while away",
                                "back after, p50 / p99 ms",
                                "EVERY latency p50 / p99 ms",
                                "outcome"));
        boolean ok = true;
        for (Kind kind : kinds) {
            Verdict verdict = kind.browsers().against(said);
            ok &= verdict.isAsPromised();
            Histogram back = kind.browsers().takeConnects();
            Histogram latencies = kind.browsers().takeLatencies();
            report.row(
                    verdict.clients() + " " + kind.name(),
                    kind.browsers().cuts(),
                    "%,d".formatted(verdict.due()),
                    verdict.deliveredPercent(),
                    verdict.doubled() + " / " + verdict.overtaken() + " / " + verdict.gaps(),
                    "%,d".formatted(verdict.valuesDue()),
                    percent(verdict.values(), verdict.valuesDue()),
                    percent(verdict.conflated(), verdict.valuesDue()),
                    verdict.uncounted(),
                    percent(verdict.untold(), verdict.valuesDue()),
                    percent(verdict.valuesAway(), verdict.valuesDue()),
                    Times.ms(back),
                    Times.ms(latencies),
                    verdict.outcome());
        }
        report.note(
                "LATEST: what was said while a client was away, from the last value before a cut to the first behind it, is"
                        + " neither received nor told; it begins again with the current values. There are no TRANSIENT"
                        + " events that all hear. Latency counts from the plan to say the event, so it includes the"
                        + " time away.");
        report.keep();
        return ok;
    }

    private static String percent(long count, long of) {
        return "%.2f %%".formatted(100.0 * count / Math.max(1, of));
    }
}
