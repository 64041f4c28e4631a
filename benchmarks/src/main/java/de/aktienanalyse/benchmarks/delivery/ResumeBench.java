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
import org.HdrHistogram.Histogram;

/// `resume`: from connecting until all that was missed has come, by how much was missed; from the
/// memory of the gateway that the client left, and from the streams, as after a restart or on
/// another gateway.
final class ResumeBench implements AutoCloseable {
    private static final int SUBJECTS = 50;
    private static final int[] GAPS = {100, 1_000, 10_000};

    private static final int WARM_UP_S = 5;
    private static final int WARM_UP_PRICES = 2_000;

    private final Said said = new Said(SUBJECTS);
    private final ServiceProcess gateway;
    private final Publisher publisher;
    private final Browsers watcher;
    private final List<Leaver> leavers = new ArrayList<>();

    /// A client that misses `gap` events.
    private static final class Leaver {
        final int gap;
        final Browsers browser;
        Histogram took = new Histogram(3);

        Leaver(int gap, Browsers browser) {
            this.gap = gap;
            this.browser = browser;
        }

        void comeBack() {
            browser.takeConnects();
            browser.comeBack();
            Waiting.until("it is back after " + gap, 30, () -> browser.live() == 1);
            took.add(browser.takeConnects());
        }
    }

    private ResumeBench(Path dir, RedisProcess redis) {
        gateway = ServiceProcess.gateway(dir, redis.url()).start();
        publisher = new Publisher(redis.url(), said);
        publisher.everyValueOnce();
        watcher = browser(said, gateway, true);
        for (int gap : GAPS) {
            leavers.add(new Leaver(gap, browser(said, gateway, false)));
        }
    }

    /// `resume [times from memory] [times from the streams]`, with `bench.root` naming the folder
    /// of the modules.
    static void main(String[] args) throws IOException {
        int fromMemory = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        int fromStreams = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        Path dir = Files.createTempDirectory("resume-bench");
        boolean ok;
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start();
                ResumeBench bench = new ResumeBench(dir, redis)) {
            ok = bench.run(fromMemory, fromStreams);
        }
        System.exit(ok ? 0 : 1);
    }

    private static Browsers browser(Said said, ServiceProcess gateway, boolean prices) {
        Browsers browser =
                new Browsers(gateway.port(), ServiceProcess.TOKEN, said.subjects(), new Random(1));
        browser.add(1, new GatewayProtocol(prices, ""), 0);
        Waiting.until("it is subscribed", 30, () -> browser.live() == 1);
        return browser;
    }

    private boolean run(int fromMemory, int fromStreams) {
        Report report =
                new Report(
                        "Resume: from connecting until the last missed event has come",
                        List.of(
                                "the gateway has them from",
                                "missed",
                                "times",
                                "p50, ms",
                                "worst, ms",
                                "missing / twice / out of order / gaps",
                                "outcome"));
        publisher.burst(SUBJECTS);
        for (int i = 0; i < fromMemory; i++) {
            leavers.forEach(this::fromMemory);
        }
        boolean ok = report(report, "its memory");
        for (int i = 0; i < fromStreams; i++) {
            fromStreams(0);
        }
        ok &= report(report, "the streams, just started");
        for (int i = 0; i < fromStreams; i++) {
            fromStreams(WARM_UP_S);
        }
        ok &= report(report, "the streams, up for %d s".formatted(WARM_UP_S));
        report.note(
                "Goal: 300 ms at 10,000, nothing missing, nothing twice. One client at a time. The gateway that was just"
                        + " started compiles while it is measured.");
        report.keep();
        return ok;
    }

    private void fromMemory(Leaver leaver) {
        leaver.browser.leave();
        publisher.burst(leaver.gap);
        awaitHeard();
        leaver.comeBack();
    }

    /// Each left at another time; the one that missed least comes first, so that each finds only a
    /// part of what it needs in the memory of the new gateway.
    private void fromStreams(int warmUpSeconds) {
        for (int i = leavers.size() - 1; i >= 0; i--) {
            leavers.get(i).browser.leave();
            publisher.burst(leavers.get(i).gap - (i > 0 ? leavers.get(i - 1).gap : 0));
        }
        awaitHeard();
        gateway.stop();
        gateway.start();
        Waiting.until("the watcher is back", 30, () -> watcher.live() == 1);
        if (warmUpSeconds > 0) {
            publisher.say(0, WARM_UP_PRICES, warmUpSeconds);
        }
        leavers.forEach(Leaver::comeBack);
    }

    private void awaitHeard() {
        Waiting.until("the gateway has heard all", 60, () -> watcher.received() == said.events());
    }

    private boolean report(Report report, String source) {
        boolean ok = true;
        for (Leaver leaver : leavers) {
            Waiting.holds(10, () -> leaver.browser.against(said).isAsPromised());
            Verdict verdict = leaver.browser.against(said);
            ok &= verdict.isAsPromised();
            report.row(
                    source,
                    "%,d".formatted(leaver.gap),
                    leaver.took.getTotalCount(),
                    Times.ms(leaver.took, 50),
                    Times.ms(leaver.took, 100),
                    "%d / %d / %d / %d"
                            .formatted(
                                    verdict.missing(),
                                    verdict.doubled(),
                                    verdict.overtaken(),
                                    verdict.gaps()),
                    verdict.outcome());
            leaver.took = new Histogram(3);
        }
        return ok;
    }

    @Override
    public void close() {
        leavers.forEach(leaver -> leaver.browser.close());
        watcher.close();
        publisher.close();
        gateway.close();
    }
}
