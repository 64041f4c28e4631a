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
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/// `avalanche`: the gateway is restarted with all clients connected, while fills and prices go on.
/// Clients come back by themselves, each with a random delay that doubles up to 2 s.
final class AvalancheBench {
    private static final int SUBJECTS = 50;
    private static final int EVENTS = 100;
    private static final int VALUES = 200;

    private final Said said = new Said(SUBJECTS);
    private final int clients;
    private final ServiceProcess gateway;

    private AvalancheBench(int clients, ServiceProcess gateway) {
        this.clients = clients;
        this.gateway = gateway;
    }

    /// `avalanche [clients]`, with `bench.root` naming the folder of the modules.
    static void main(String[] args) throws IOException {
        int clients = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        Path dir = Files.createTempDirectory("avalanche-bench");
        boolean ok;
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start();
                ServiceProcess gateway = ServiceProcess.gateway(dir, redis.url()).start()) {
            ok = new AvalancheBench(clients, gateway).run(redis.url());
        }
        System.exit(ok ? 0 : 1);
    }

    private boolean run(String redisUrl) {
        Report report =
                new Report(
                        "Avalanche: the gateway restarts under %,d clients, %d fills/s and %d prices/s go on"
                                .formatted(clients, EVENTS, VALUES),
                        List.of(
                                "ended by",
                                "gone for, s",
                                "all back after it listens, s",
                                "one client, connect → live, p50 / p99 ms",
                                "EVERY due",
                                "delivered",
                                "twice / out of order / gaps",
                                "values uncounted",
                                "outcome"));
        boolean ok = true;
        try (Publisher publisher = new Publisher(redisUrl, said);
                Browsers browsers =
                        new Browsers(
                                gateway.port(), ServiceProcess.TOKEN, SUBJECTS, new Random(7))) {
            publisher.everyValueOnce();
            browsers.add(clients, new GatewayProtocol(true, ""), 0);
            Waiting.until("all are subscribed", 60, () -> browsers.live() == clients);
            Histogram first = browsers.takeConnects();
            publisher.say(EVENTS, VALUES, 2);
            ok &= measure(report, "SIGTERM", publisher, browsers);
            ok &= measure(report, "kill -9", publisher, browsers);
            report.note(
                    "The first time, all at once and with nothing missed, they were live after %s ms (p50 / p99)."
                            .formatted(Times.ms(first)));
        }
        report.keep();
        return ok;
    }

    private boolean measure(Report report, String how, Publisher publisher, Browsers browsers) {
        browsers.takeConnects();
        AtomicBoolean going = new AtomicBoolean(true);
        Thread sayer =
                Thread.ofPlatform()
                        .name("sayer")
                        .start(() -> {
                            while (going.get()) {
                                publisher.say(EVENTS, VALUES, 1);
                            }
                        });
        if (how.equals("SIGTERM")) {
            gateway.stop();
        } else {
            gateway.kill();
        }
        long gone = System.nanoTime();
        Waiting.until("all have noticed", 10, () -> browsers.live() == 0);
        gateway.start();
        long listens = System.nanoTime();
        Waiting.holds(60, () -> browsers.live() == clients);
        long back = System.nanoTime();
        going.set(false);
        join(sayer);
        Waiting.holds(15, () -> browsers.against(said).isAsPromised());
        Verdict verdict = browsers.against(said);
        Histogram connects = browsers.takeConnects();
        boolean allBack = browsers.live() == clients;
        report.row(
                how,
                seconds(listens - gone),
                allBack ? seconds(back - listens) : "not all: " + browsers.live(),
                Times.ms(connects),
                "%,d".formatted(verdict.due()),
                verdict.deliveredPercent(),
                verdict.doubled() + " / " + verdict.overtaken() + " / " + verdict.gaps(),
                verdict.uncounted(),
                verdict.outcome());
        return allBack && verdict.isAsPromised();
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
