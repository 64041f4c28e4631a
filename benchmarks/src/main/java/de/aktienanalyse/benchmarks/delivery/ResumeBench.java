package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.Browsers;
import de.aktienanalyse.benchmarks.browser.GatewayProtocol;
import de.aktienanalyse.benchmarks.browser.Verdict;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `resume`: from connecting until all that was missed has come, by how much was missed; from the
/// server that the client left, and from one that was started since and so has it from Redis. This
/// gateway and the peers that can; what a peer loses fails nothing.
final class ResumeBench implements AutoCloseable {
    private static final int[] GAPS = {100, 1_000, 10_000};

    private static final int WARM_UP_S = 5;
    private static final int WARM_UP_PRICES = 2_000;

    private final Contestant contestant;
    private final Report report;
    private final List<Leaver> leavers = new ArrayList<>();
    private Watcher watcher;

    /// Tells when a server has heard all that was said.
    ///
    /// @param before events said before it came
    private record Watcher(Browsers browser, long before) {}

    private ResumeBench(Contestant contestant, Report report) {
        this.contestant = contestant;
        this.report = report;
        watcher = watcher(contestant);
        for (int gap : GAPS) {
            leavers.add(new Leaver(contestant, gap));
        }
    }

    /// `resume [times] [times from a server just started]`, with `bench.root` naming the folder of
    /// the modules, `bench.peers` and `bench.centrifuge` the peers.
    static void main(String[] args) throws IOException {
        int times = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        int timesAnew = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        Path dir = Files.createTempDirectory("resume-bench");
        Report report =
                new Report(
                        "Resume: from connecting until the last missed event has come",
                        List.of(
                                "server",
                                "has them from",
                                "missed",
                                "times",
                                "p50, ms",
                                "worst, ms",
                                "delivered of the missed",
                                "missing / twice / out of order",
                                "not recovered, and said so",
                                "outcome"));
        boolean ok = true;
        for (Entrant entrant : Entrant.all()) {
            try (Contestant contestant = entrant.start(dir);
                    ResumeBench bench = new ResumeBench(contestant, report)) {
                ok &= bench.run(times, timesAnew);
            }
        }
        report.note(
                "Goal: 300 ms at 10,000, nothing missing, nothing twice. One client at a time. This gateway, when it was"
                        + " just started, compiles while it is measured. Of times without recovery none is measured.");
        report.keep();
        System.exit(ok ? 0 : 1);
    }

    /// Of our gateway it wants prices too, which warm up what it is sent by.
    private static Watcher watcher(Contestant contestant) {
        return new Watcher(
                contestant.isOurs()
                        ? contestant.clients(1, 1, new GatewayProtocol(true, ""))
                        : contestant.clients(1, 1),
                contestant.said().events());
    }

    private boolean run(int times, int timesAnew) {
        contestant.feed().burst(Entrant.SUBJECTS);
        awaitHeard();
        leavers.forEach(Leaver::settle);
        for (int i = 0; i < times; i++) {
            leavers.forEach(this::miss);
        }
        boolean ours = contestant.isOurs();
        boolean ok = report(ours ? "its memory" : "Redis");
        for (int i = 0; i < timesAnew; i++) {
            missWhileRestarted(0);
        }
        ok &= report("Redis, just started");
        if (ours) {
            for (int i = 0; i < timesAnew; i++) {
                missWhileRestarted(WARM_UP_S);
            }
            ok &= report("Redis, up for %d s".formatted(WARM_UP_S));
        }
        return ok;
    }

    private void miss(Leaver leaver) {
        leaver.leave();
        contestant.feed().burst(leaver.gap());
        awaitHeard();
        leaver.comeBack();
    }

    /// Each left at another time; the one that missed least comes first, so that each finds only a
    /// part of what it needs in the memory of the new gateway.
    private void missWhileRestarted(int warmUpSeconds) {
        Feed feed = contestant.feed();
        for (int i = leavers.size() - 1; i >= 0; i--) {
            leavers.get(i).leave();
            feed.burst(leavers.get(i).gap() - (i > 0 ? leavers.get(i - 1).gap() : 0));
        }
        awaitHeard();
        watcher.browser().close();
        contestant.server().stop();
        contestant.server().start();
        // Another one: a peer's might miss something here, and would then be waited for.
        watcher = watcher(contestant);
        if (warmUpSeconds > 0) {
            feed.say(0, WARM_UP_PRICES, warmUpSeconds);
        }
        leavers.forEach(Leaver::comeBack);
    }

    private void awaitHeard() {
        Waiting.until(
                contestant.name() + " has heard all",
                60,
                () ->
                        watcher.browser().received()
                                == contestant.said().events() - watcher.before());
    }

    private boolean report(String source) {
        boolean ok = true;
        for (Leaver leaver : leavers) {
            Leaver.Outcome outcome = leaver.take();
            Verdict verdict = outcome.verdict();
            ok &= contestant.accepts(verdict);
            report.row(
                    contestant.name(),
                    source,
                    "%,d".formatted(leaver.gap()),
                    outcome.times(),
                    Times.ms(outcome.took(), 50),
                    Times.ms(outcome.took(), 100),
                    outcome.deliveredPercent(),
                    "%d / %d / %d"
                            .formatted(outcome.missing(), verdict.doubled(), verdict.overtaken()),
                    verdict.gaps(),
                    verdict.outcome());
        }
        return ok;
    }

    @Override
    public void close() {
        leavers.forEach(Leaver::close);
        watcher.browser().close();
    }
}
