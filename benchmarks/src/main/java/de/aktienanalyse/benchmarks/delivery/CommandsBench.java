package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.Browsers;
import de.aktienanalyse.benchmarks.browser.GatewayProtocol;
import de.aktienanalyse.benchmarks.browser.Said;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// `commands`: from sending `place_order` to its answer, through gateway, queue, verwaltung's
/// durable transaction, outbox, relay and stream; without prices, under ten times those of the
/// replay, and under 1,000 a second.
final class CommandsBench {
    private static final int SHARES = 23;
    private static final int WATCHERS = 50;
    private static final int ORDERS = 20;

    private final int seconds;
    private final Said said = new Said(SHARES);

    private CommandsBench(int seconds) {
        this.seconds = seconds;
    }

    /// `commands [seconds per row]`, with `bench.root` naming the folder of the modules.
    static void main(String[] args) throws IOException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        Path dir = Files.createTempDirectory("commands-bench");
        boolean ok;
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start();
                ServiceProcess _ = ServiceProcess.verwaltung(dir, redis.url()).start();
                ServiceProcess gateway = ServiceProcess.gateway(dir, redis.url()).start()) {
            ok = new CommandsBench(seconds).run(redis.url(), gateway.port());
        }
        System.exit(ok ? 0 : 1);
    }

    private boolean run(String redisUrl, int port) {
        boolean ok = true;
        try (Publisher publisher = new Publisher(redisUrl, said);
                OrderClient client = new OrderClient(port);
                Browsers watchers =
                        new Browsers(port, ServiceProcess.TOKEN, SHARES, new Random(1))) {
            publisher.everyBarOnce();
            publisher.everyValueOnce();
            watchers.add(WATCHERS, new GatewayProtocol(true, ""), 0);
            Waiting.until("all are subscribed", 30, () -> watchers.live() == WATCHERS);
            // verwaltung takes no order for a share of which it has not heard yet.
            Waiting.until(
                    "verwaltung knows the share", 30, () -> client.place(1, 1).isAsPromised());
            // These are for the compilers.
            client.place(ORDERS, 5);
            Report report =
                    new Report(
                            "place_order → answer: %d a second, %d price watchers"
                                    .formatted(ORDERS, WATCHERS),
                            List.of(
                                    "prices/s",
                                    "orders",
                                    "p50, ms",
                                    "p99, ms",
                                    "worst, ms",
                                    "outcome"));
            for (int prices : new int[] {0, 10 * SHARES, 1_000}) {
                ok &= measure(report, publisher, client, prices);
            }
            report.note(
                    "Goal: p99 ≤ 25 ms with the durable transaction (SQLite, synchronous=FULL), also under ten times the"
                            + " prices of the replay (%d shares, one a second each)."
                                    .formatted(SHARES));
            report.keep();
        }
        return ok;
    }

    private boolean measure(Report report, Publisher publisher, OrderClient client, int prices) {
        Thread sayer =
                Thread.ofPlatform()
                        .name("prices")
                        .start(() -> publisher.say(0, prices, seconds + 0.5));
        OrderClient.Answers answers = client.place(ORDERS, seconds);
        try {
            sayer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        report.row(
                prices,
                answers.placed(),
                Times.ms(answers.took(), 50),
                Times.ms(answers.took(), 99),
                Times.ms(answers.took(), 100),
                answers.outcome());
        return answers.isAsPromised();
    }
}
