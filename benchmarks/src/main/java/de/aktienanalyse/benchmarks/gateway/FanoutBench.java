package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.gateway.Steps.Step;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `fanout`: how many deliveries per second each server manages when every client gets every
/// 300-byte message, and how late they are at 20,000 deliveries per second.
final class FanoutBench {
    private static final int LATENCY_DELIVERIES = 20_000;

    private final Path dir;
    private final int clients;
    private final double seconds;
    private final List<String> only;
    private final List<Double> rates;

    private FanoutBench(Path dir, Arguments arguments) {
        this.dir = dir;
        this.clients = arguments.count(0, 500);
        this.seconds = arguments.number(1, 4);
        this.only = arguments.list("only");
        this.rates = arguments.list("rates").stream().map(Double::valueOf).toList();
    }

    /// `fanout [clients] [seconds per step] [only=NAME,…] [rates=…,…]`, names and what there is as
    /// in [Targets]: with rates, deliveries per second, these are measured instead of the ladder.
    static void main(String[] args) throws IOException {
        Path dir = Files.createTempDirectory("fanout-bench");
        new FanoutBench(dir, Arguments.of(args, Set.of("only", "rates"))).run();
        System.exit(0);
    }

    private record Result(Target target, Step ceiling, Step fixed) {}

    private void run() {
        List<Result> results = new ArrayList<>();
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start()) {
            new Targets(dir, redis, Use.FAN_OUT, only)
                    .forEach(target -> measure(target, redis.port(), results));
        }
        if (!results.isEmpty()) {
            report(results).keep();
        }
    }

    private void measure(Target target, int redisPort, List<Result> results) {
        try (Ladder ladder = new Ladder(target, redisPort, clients, seconds, dir)) {
            if (rates.isEmpty()) {
                Step fixed = ladder.at(LATENCY_DELIVERIES);
                results.add(new Result(target, ladder.ceiling(), fixed));
            } else {
                rates.forEach(ladder::at);
            }
        }
    }

    private Report report(List<Result> results) {
        double first = results.getFirst().ceiling().offered();
        Report report =
                new Report(
                        "Fan-out: %d clients, each gets every 300-byte message, Redis in the path"
                                .formatted(clients),
                        List.of(
                                "server",
                                "ceiling, deliveries/s",
                                "the first ÷ it",
                                "p50 / p99 there, ms",
                                "p50 / p99 at 20,000/s, ms",
                                "set"));
        for (Result result : results) {
            report.row(
                    result.target().name(),
                    "%,d".formatted(result.ceiling().offered()),
                    "%.1f".formatted(first / Math.max(1, result.ceiling().offered())),
                    result.ceiling().times(),
                    result.fixed().times(),
                    result.target().settings());
        }
        report.note(
                "All on the same cores with the load generator, which is one thread; %.0f s per step,"
                                .formatted(seconds)
                        + " each server warmed up before; those with recovery keep what"
                        + " they send, the others do not; the ceiling is the highest step at which"
                        + " 99.9 % arrived within a second after the sayer stopped, no client closed.");
        return report;
    }
}
