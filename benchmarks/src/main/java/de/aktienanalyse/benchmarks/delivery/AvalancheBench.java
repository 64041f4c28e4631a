package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.Browsers;
import de.aktienanalyse.benchmarks.browser.Verdict;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/// `avalanche`: a server is restarted with all clients connected, while fills go on; this gateway
/// with prices too, then it and its peers with fills only. Clients come back by themselves, each
/// with a random delay that doubles up to 2 s. What a peer loses fails nothing.
final class AvalancheBench {
    private static final int EVENTS = 100;
    private static final int VALUES = 200;

    private enum End {
        ASKED("SIGTERM"),
        KILLED("kill -9");

        private final String how;

        End(String how) {
            this.how = how;
        }

        private void come(Served server) {
            if (this == ASKED) {
                server.stop();
            } else {
                server.kill();
            }
        }
    }

    private final int clients;
    private final Report report;

    private AvalancheBench(int clients) {
        this.clients = clients;
        this.report =
                new Report(
                        "Avalanche: a server restarts under %,d clients, %d fills/s go on, and %d prices/s where it says so"
                                .formatted(clients, EVENTS, VALUES),
                        List.of(
                                "server",
                                "ended by",
                                "gone for, s",
                                "all back after it listens, s",
                                "one client, connect → live, p50 / p99 ms",
                                "the same at first",
                                "EVERY due",
                                "delivered",
                                "twice / out of order",
                                "not recovered, and said so",
                                "values uncounted",
                                "outcome"));
    }

    /// `avalanche [clients]`, with `bench.root` naming the folder of the modules, `bench.peers` and
    /// `bench.centrifuge` the peers.
    static void main(String[] args) throws IOException {
        int clients = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        Path dir = Files.createTempDirectory("avalanche-bench");
        AvalancheBench bench = new AvalancheBench(clients);
        boolean ok = bench.run(Entrant.oursWithPrices(), VALUES, dir);
        for (Entrant entrant : Entrant.all()) {
            ok &= bench.run(entrant, 0, dir);
        }
        bench.report.note(
                "Each row begins anew. At first all clients connect at once, with nothing missed.");
        bench.report.keep();
        System.exit(ok ? 0 : 1);
    }

    private boolean run(Entrant entrant, int values, Path dir) {
        boolean ok = true;
        for (End end : End.values()) {
            try (Contestant contestant = entrant.start(dir);
                    Browsers browsers = contestant.clients(clients, 7)) {
                ok &= new Restart(contestant, browsers, values).run(end);
            }
        }
        return ok;
    }

    /// One restart under all clients.
    private final class Restart {
        private final Contestant contestant;
        private final Browsers browsers;
        private final int values;
        private final Histogram first;

        Restart(Contestant contestant, Browsers browsers, int values) {
            this.contestant = contestant;
            this.browsers = browsers;
            this.values = values;
            this.first = browsers.takeConnects();
        }

        boolean run(End end) {
            contestant.feed().say(EVENTS, values, 2);
            AtomicBoolean going = new AtomicBoolean(true);
            Thread sayer = Thread.ofPlatform().name("sayer").start(() -> sayWhile(going));
            Served server = contestant.server();
            end.come(server);
            long gone = System.nanoTime();
            Waiting.until("all have noticed", 10, () -> browsers.live() == 0);
            server.start();
            long listens = System.nanoTime();
            boolean allBack = Waiting.holds(60, () -> browsers.live() == clients);
            long back = System.nanoTime();
            going.set(false);
            join(sayer);
            Verdict verdict = contestant.verdict(browsers);
            report(
                    end,
                    seconds(listens - gone),
                    allBack ? seconds(back - listens) : "not all: " + browsers.live(),
                    verdict);
            return contestant.accepts(verdict) && (allBack || !contestant.isOurs());
        }

        private void sayWhile(AtomicBoolean going) {
            while (going.get()) {
                contestant.feed().say(EVENTS, values, 1);
            }
        }

        private void report(End end, String gone, String back, Verdict verdict) {
            report.row(
                    contestant.name(),
                    end.how,
                    gone,
                    back,
                    Times.ms(browsers.takeConnects()),
                    Times.ms(first),
                    "%,d".formatted(verdict.due()),
                    verdict.deliveredPercent(),
                    verdict.doubled() + " / " + verdict.overtaken(),
                    verdict.gaps(),
                    values == 0 ? "–" : verdict.uncounted(),
                    verdict.outcome());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String seconds(long nanos) {
        return "%.1f".formatted(nanos / 1e9);
    }
}
