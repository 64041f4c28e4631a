package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.gateway.Steps.Step;
import de.aktienanalyse.benchmarks.stage.Child;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// `neighbour`: what a client that reads 1 KB a second, and clients that never read, add to the
/// latency of the others.
final class NeighbourBench {
    private static final int RATE = 20_000;
    private static final double WARM_SECONDS = 8;

    private NeighbourBench() {}

    /// `neighbour [clients] [seconds]`, with `bench.gateway` naming the jar.
    static void main(String[] args) throws IOException {
        int clients = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 6;
        Path dir = Files.createTempDirectory("neighbour-bench");
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start()) {
            Target target =
                    Target.gateway(
                            Path.of(System.getProperty("bench.gateway")),
                            RedisProcess.freePort(),
                            redis.url(),
                            dir);
            Path log = dir.resolve("gateway.log");
            Child server = new Child(target.name(), log, target.command(), target.environment());
            try (server) {
                server.start();
                Waiting.until("the gateway listens", 300, () -> Steps.listens(target.port()));
                try (Steps steps = new Steps(target, redis.port(), clients, seconds)) {
                    measure(target, steps);
                }
            }
        }
        System.exit(0);
    }

    private static void measure(Target target, Steps steps) throws IOException {
        steps.at(target.fair(), WARM_SECONDS);
        Report report =
                new Report(
                        "Slow neighbours, %,d deliveries/s to the others".formatted(RATE),
                        List.of("neighbours", "p50, ms", "p99, ms", "arrived at the others"));
        row(report, "none", steps.at(RATE));
        SocketChannel slow = Clients.open(target);
        Thread reader = Thread.ofPlatform().daemon().start(() -> sip(slow));
        row(report, "one at 1 KB/s", steps.at(RATE));
        List<SocketChannel> deaf = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            deaf.add(Clients.open(target));
        }
        row(report, "and 20 that never read", steps.at(RATE));
        report.keep();
        reader.interrupt();
        slow.close();
        for (SocketChannel channel : deaf) {
            channel.close();
        }
    }

    private static void row(Report report, String neighbours, Step step) {
        report.row(neighbours, step.ms(50), step.ms(99), "%.2f %%".formatted(100 * step.arrived()));
    }

    private static void sip(SocketChannel channel) {
        ByteBuffer kilobyte = ByteBuffer.allocate(1024);
        try {
            while (channel.read(kilobyte.clear()) >= 0) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
        } catch (IOException _) {
            // Closed by either side; a gateway may well close one that is this slow.
        }
    }
}
