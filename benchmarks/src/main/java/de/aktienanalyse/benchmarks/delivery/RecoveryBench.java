package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.Browsers;
import de.aktienanalyse.benchmarks.browser.Verdict;
import de.aktienanalyse.benchmarks.stage.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `recovery`: the cuts of `jitter` for this gateway and the peers that can make up for them,
/// Socket.IO with connection state recovery and Centrifuge with recovery; the same fills, cuts and
/// clients for each. What is missing at a peer is its own, so it fails nothing.
final class RecoveryBench {
    private static final int EVENTS = 100;
    private static final int CUT_EVERY_S = 15;

    private final int clients;
    private final int seconds;
    private final Report report;

    private RecoveryBench(int clients, int seconds) {
        this.clients = clients;
        this.seconds = seconds;
        this.report =
                new Report(
                        "Jitter beside peers: %d clients, each cut every %d s and away up to 1 s; %d fills/s"
                                .formatted(clients, CUT_EVERY_S, EVENTS),
                        List.of(
                                "server",
                                "cuts",
                                "due",
                                "delivered",
                                "missing / twice / out of order",
                                "not recovered, and said so",
                                "back after, p50 / p99 ms",
                                "latency p50 / p99 ms",
                                "as promised to our clients"));
    }

    /// `recovery [clients] [seconds]`, with `bench.root` naming the folder of the modules,
    /// `bench.peers` and `bench.centrifuge` the peers.
    static void main(String[] args) throws IOException {
        int clients = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        Path dir = Files.createTempDirectory("recovery-bench");
        RecoveryBench bench = new RecoveryBench(clients, seconds);
        boolean ok = true;
        for (Entrant entrant : Entrant.all()) {
            try (Contestant contestant = entrant.start(dir)) {
                ok &= bench.run(contestant);
            }
        }
        bench.report.keep();
        System.exit(ok ? 0 : 1);
    }

    private boolean run(Contestant contestant) {
        try (Browsers browsers = contestant.clients(clients, 15)) {
            browsers.takeConnects();
            Feed feed = contestant.feed();
            feed.say(EVENTS, 0, 2);
            for (int left = seconds; left >= CUT_EVERY_S; left -= CUT_EVERY_S) {
                browsers.cutAll(TimeUnit.SECONDS.toNanos(CUT_EVERY_S), TimeUnit.SECONDS.toNanos(1));
                feed.say(EVENTS, 0, CUT_EVERY_S);
            }
            // The last that were cut need a while to be served as long as the others.
            feed.say(EVENTS, 0, 3);
            Verdict verdict = contestant.verdict(browsers);
            report(contestant.name(), verdict, browsers);
            return contestant.accepts(verdict);
        }
    }

    private void report(String name, Verdict verdict, Browsers browsers) {
        report.row(
                name,
                browsers.cuts(),
                "%,d".formatted(verdict.due()),
                verdict.deliveredPercent(),
                verdict.missing() + " / " + verdict.doubled() + " / " + verdict.overtaken(),
                verdict.gaps(),
                Times.ms(browsers.takeConnects()),
                Times.ms(browsers.takeLatencies()),
                verdict.isAsPromised() ? "yes" : "no: " + String.join(", ", verdict.faults()));
    }
}
