package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.gateway.Steps.Step;
import de.aktienanalyse.benchmarks.stage.Child;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;

/// `neighbour`: what a client that reads 1 KB a second, and clients that never read, add to the
/// latency of the others, and what they cost the server.
final class NeighbourBench {
    private static final int RATE = 20_000;
    private static final int DEAF = 20;
    private static final double WARM_SECONDS = 8;

    /// Messages for the neighbours alone: 6 MB each, more than the kernel keeps for a socket.
    private static final int FILLING = 20_000;

    private static final double MOST_FILLING_SECONDS = 15;
    private static final double MOST_FILLING_RATE = 5_000;

    private final Path dir;
    private final RedisProcess redis;
    private final int clients;
    private final double seconds;
    private final Report report;

    private NeighbourBench(Path dir, RedisProcess redis, Arguments arguments) {
        this.dir = dir;
        this.redis = redis;
        this.clients = arguments.count(0, 500);
        this.seconds = arguments.number(1, 6);
        this.report =
                new Report(
                        "Slow neighbours: %d other clients, %,d deliveries/s to them"
                                .formatted(clients, RATE),
                        List.of(
                                "server",
                                "alone, p50 / p99 ms",
                                "beside one at 1 KB/s",
                                "and %d that never read".formatted(DEAF),
                                "arrived at the others, %",
                                "neighbours ended by the server",
                                "its PSS before → after, MiB",
                                "set"));
    }

    /// `neighbour [clients] [seconds] [only=NAME,…]`, names and what there is as in [Targets].
    static void main(String[] args) throws IOException {
        Arguments arguments = Arguments.of(args, Set.of("only"));
        Path dir = Files.createTempDirectory("neighbour-bench");
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start()) {
            NeighbourBench bench = new NeighbourBench(dir, redis, arguments);
            new Targets(dir, redis, Use.NEIGHBOURS, arguments.list("only")).forEach(bench::measure);
            bench.finish();
        }
        System.exit(0);
    }

    private void measure(Target target) {
        try (Child server = target.child(dir);
                Steps steps = new Steps(target, redis.port(), clients, seconds);
                Neighbours neighbours = new Neighbours(target)) {
            server.start();
            Waiting.until(target.name() + " listens", 120, () -> Steps.listens(target.port()));
            // In parts: a server that is compiled while it works is behind at first.
            at(steps, target.fair() / 10.0, WARM_SECONDS / 2);
            at(steps, target.fair(), WARM_SECONDS);
            Step alone = at(steps, RATE, seconds);
            Footprint before = Footprint.of(server, target.server().garbage());
            neighbours.addSlow();
            Step slow = beside(neighbours, target, steps);
            neighbours.addDeaf(DEAF);
            Step deaf = beside(neighbours, target, steps);
            long ended = neighbours.ended();
            Footprint after = Footprint.of(server, target.server().garbage());
            report.row(
                    target.name(),
                    alone.times(),
                    slow.times(),
                    deaf.times(),
                    "%s / %s / %s".formatted(alone.percent(), slow.percent(), deaf.percent()),
                    "%d of %d".formatted(ended, neighbours.count()),
                    "%d → %d".formatted(before.pss() / 1024, after.pss() / 1024),
                    target.settings());
        } catch (IOException | RuntimeException e) {
            report.row(target.name(), "–", "–", "–", "failed: " + e.getMessage(), "–", "–", "–");
        }
    }

    /// Fills what the kernel keeps for the neighbours before the others come: at this rate that
    /// would take minutes.
    private Step beside(Neighbours neighbours, Target target, Steps steps) {
        steps.close();
        double perSecond = Math.min(MOST_FILLING_RATE, 2.0 * target.fair() / neighbours.count());
        double lasting = Math.min(MOST_FILLING_SECONDS, FILLING / perSecond);
        new Messages(target, redis.port()).say(perSecond, lasting);
        return at(steps, RATE, seconds);
    }

    private static Step at(Steps steps, double rate, double lasting) {
        try {
            return steps.at(rate, lasting);
        } catch (RuntimeException e) {
            System.out.println("  " + e.getMessage());
            return new Step(Math.round(rate), 0, new Histogram(3));
        }
    }

    private void finish() {
        report.note(
                ("Each server was warmed up before. What is measured begins when the neighbours have been sent"
                                + " up to %,d messages, at most %.0f s long, which they did not read: the kernel"
                                + " keeps some 2.6 MB of them for each, the server the rest or nothing. They answer"
                                + " no pings. PSS from /proc, garbage collected before, the kernel's part not in it.")
                        .formatted(FILLING, MOST_FILLING_SECONDS));
        report.keep();
    }
}
