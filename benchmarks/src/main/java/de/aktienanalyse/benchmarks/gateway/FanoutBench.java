package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.gateway.Steps.Step;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// `fanout`: how many deliveries per second each server manages when every client gets every
/// 300-byte message, and how late they are at 20,000 deliveries per second.
final class FanoutBench {
    private static final int LATENCY_DELIVERIES = 20_000;
    private static final Set<String> WORDS = Set.of("only", "rates");

    private final Path dir;
    private final int clients;
    private final double seconds;
    private final List<String> only;
    private final List<Double> rates;

    private FanoutBench(Path dir, List<String> numbers, Map<String, String> words) {
        this.dir = dir;
        this.clients = numbers.isEmpty() ? 500 : Integer.parseInt(numbers.getFirst());
        this.seconds = numbers.size() > 1 ? Double.parseDouble(numbers.get(1)) : 4;
        this.only = list(words.getOrDefault("only", "gateway,centrifuge,ws,socketio,stomp,python"));
        this.rates = list(words.getOrDefault("rates", "")).stream().map(Double::valueOf).toList();
    }

    /// `fanout [clients] [seconds per step] [only=gateway,centrifuge,ws,socketio,stomp,python]
    /// [rates=…,…]`: with rates, deliveries per second, these are measured instead of the ladder.
    /// `bench.gateway`, `bench.centrifuge` and `bench.peers` name what to start.
    static void main(String[] args) throws IOException {
        List<String> numbers = new ArrayList<>();
        Map<String, String> words = new HashMap<>();
        for (String arg : args) {
            int sign = arg.indexOf('=');
            if (sign < 0) {
                numbers.add(arg);
            } else if (WORDS.contains(arg.substring(0, sign))) {
                words.put(arg.substring(0, sign), arg.substring(sign + 1));
            } else {
                throw new IllegalArgumentException("Neither only= nor rates=: " + arg);
            }
        }
        Path dir = Files.createTempDirectory("fanout-bench");
        new FanoutBench(dir, numbers, words).run();
        System.exit(0);
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    private record Result(Target target, Step ceiling, Step fixed) {}

    private void run() {
        List<Result> results = new ArrayList<>();
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start()) {
            for (Target target : targets(redis)) {
                System.out.println("measuring " + target.name());
                try (Ladder ladder = new Ladder(target, redis.port(), clients, seconds, dir)) {
                    if (rates.isEmpty()) {
                        Step fixed = ladder.at(LATENCY_DELIVERIES);
                        results.add(new Result(target, ladder.ceiling(), fixed));
                    } else {
                        rates.forEach(ladder::at);
                    }
                }
            }
        }
        if (!results.isEmpty()) {
            report(results).keep();
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
                    result.ceiling().ms(50) + " / " + result.ceiling().ms(99),
                    result.fixed().ms(50) + " / " + result.fixed().ms(99),
                    result.target().settings());
        }
        report.note(
                "All on the same cores with the load generator, which is one thread; %.0f s per step,"
                                .formatted(seconds)
                        + " each server warmed up before; the ceiling is the highest step at which"
                        + " 99.9 % arrived within a second after the sayer stopped, no client closed.");
        return report;
    }

    private List<Target> targets(RedisProcess redis) {
        String gateway = System.getProperty("bench.gateway", "");
        String centrifuge = System.getProperty("bench.centrifuge", "");
        String peers = System.getProperty("bench.peers", "");
        Stream.Builder<Target> targets = Stream.builder();
        if (only.contains("gateway") && !gateway.isEmpty()) {
            targets.add(
                    Target.gateway(Path.of(gateway), RedisProcess.freePort(), redis.url(), dir));
        }
        if (only.contains("centrifuge") && !centrifuge.isEmpty()) {
            targets.add(
                    Target.centrifuge(Path.of(centrifuge), RedisProcess.freePort(), redis.port()));
        }
        if (only.contains("ws") && !peers.isEmpty()) {
            targets.add(Target.ws(Path.of(peers), RedisProcess.freePort(), redis.port()));
        }
        if (only.contains("socketio") && !peers.isEmpty()) {
            targets.add(Target.socketIo(Path.of(peers), RedisProcess.freePort(), redis.port()));
        }
        if (only.contains("stomp")) {
            targets.add(Target.stomp(RedisProcess.freePort(), redis.port()));
        }
        String python = System.getProperty("bench.python", "");
        if (only.contains("python") && !python.isEmpty()) {
            Path folder = Path.of(System.getProperty("bench.python.peers", peers));
            int port = RedisProcess.freePort();
            targets.add(Target.python(Path.of(python), folder, port, redis.port()));
        }
        return targets.build().toList();
    }
}
