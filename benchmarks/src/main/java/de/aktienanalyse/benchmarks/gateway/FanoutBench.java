package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.gateway.Steps.Step;
import de.aktienanalyse.benchmarks.stage.Child;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/// `fanout`: how many deliveries per second each server manages when every client gets every
/// 300-byte message, and how late they are at 20,000 deliveries per second.
///
/// The ceiling is the highest step of a ladder at which at least 99.9 % arrived within a second
/// after the sayer stopped, with no client closed.
final class FanoutBench {
    private static final double FIRST = 10_000;
    private static final double STEP = 1.6;
    private static final double ENOUGH = 0.999;
    private static final int LATENCY_DELIVERIES = 20_000;

    private final Path dir;
    private final int clients;
    private final double seconds;

    private FanoutBench(Path dir, int clients, double seconds) {
        this.dir = dir;
        this.clients = clients;
        this.seconds = seconds;
    }

    /// `fanout [clients] [seconds per step]`, with `bench.gateway`, `bench.centrifuge` and
    /// `bench.peers` naming what to start.
    static void main(String[] args) throws IOException {
        int clients = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 4;
        Path dir = Files.createTempDirectory("fanout-bench");
        new FanoutBench(dir, clients, seconds).run();
        System.exit(0);
    }

    private record Result(Target target, Step ceiling, Step fixed) {}

    private void run() {
        List<Result> results = new ArrayList<>();
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start()) {
            for (Target target : targets(redis)) {
                System.out.println("measuring " + target.name());
                results.add(measure(target, redis.port()));
            }
        }
        double ours = results.getFirst().ceiling().offered();
        Report report =
                new Report(
                        "Fan-out: %d clients, each gets every 300-byte message, Redis in the path"
                                .formatted(clients),
                        List.of(
                                "server",
                                "ceiling, deliveries/s",
                                "we ÷ it",
                                "p99 there, ms",
                                "p50 / p99 at 20,000/s, ms",
                                "set"));
        for (Result result : results) {
            report.row(
                    result.target().name(),
                    "%,d".formatted(result.ceiling().offered()),
                    "%.1f".formatted(ours / Math.max(1, result.ceiling().offered())),
                    result.ceiling().ms(99),
                    result.fixed().ms(50) + " / " + result.fixed().ms(99),
                    result.target().settings());
        }
        report.note(
                "All on the same cores with the load generator, which is one thread; %.0f s per step."
                        .formatted(seconds));
        report.keep();
    }

    private List<Target> targets(RedisProcess redis) {
        List<Target> targets = new ArrayList<>();
        String gateway = System.getProperty("bench.gateway", "");
        if (!gateway.isEmpty()) {
            targets.add(
                    Target.gateway(Path.of(gateway), RedisProcess.freePort(), redis.url(), dir));
        }
        String centrifuge = System.getProperty("bench.centrifuge", "");
        if (!centrifuge.isEmpty()) {
            targets.add(
                    Target.centrifuge(Path.of(centrifuge), RedisProcess.freePort(), redis.port()));
        }
        String peers = System.getProperty("bench.peers", "");
        if (!peers.isEmpty()) {
            targets.add(Target.ws(Path.of(peers), RedisProcess.freePort(), redis.port()));
            targets.add(Target.socketIo(Path.of(peers), RedisProcess.freePort(), redis.port()));
        }
        String python = System.getProperty("bench.python", "");
        if (!python.isEmpty()) {
            Path folder = Path.of(System.getProperty("bench.python.peers", peers));
            int port = RedisProcess.freePort();
            targets.add(Target.python(Path.of(python), folder, port, redis.port()));
        }
        return targets;
    }

    private Result measure(Target target, int redisPort) {
        Path log = dir.resolve(target.port() + ".log");
        Child server = new Child(target.name(), log, target.command(), target.environment());
        try (server) {
            server.start();
            Waiting.until(target.name() + " listens", 300, () -> Steps.listens(target.port()));
            Steps steps = new Steps(target, redisPort, clients, seconds);
            steps.at(LATENCY_DELIVERIES);
            Step fixed = steps.at(LATENCY_DELIVERIES);
            return new Result(target, ceiling(steps), fixed);
        }
    }

    private static Step ceiling(Steps steps) {
        Step best = new Step(0, 0, new Histogram(3));
        int failures = 0;
        double offered = FIRST;
        while (failures < 2) {
            Step step = steps.at(offered);
            if (step.arrived() >= ENOUGH) {
                best = step;
                failures = 0;
                offered *= STEP;
            } else {
                // The same once more: a single bad moment is not the ceiling.
                failures++;
            }
        }
        return best;
    }
}
