package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.stage.Child;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// `idle`: memory of each server per connection that is subscribed and says nothing.
final class IdleBench {
    /// The first of them load classes, touch the heap, fill pools: all of which stays.
    private static final int FIRST_ONE_IN = 10;

    private static final int PATIENCE_SECONDS = 120;

    /// Until buffers that were needed for the handshake are given back.
    private static final long CALM = TimeUnit.SECONDS.toNanos(3);

    private final Path dir;
    private final int connections;
    private final Report report;

    private IdleBench(Path dir, Arguments arguments) {
        this.dir = dir;
        this.connections = arguments.count(0, 10_000);
        this.report =
                new Report(
                        "Memory per idle connection, %,d of them".formatted(connections),
                        List.of(
                                "server",
                                "PSS before → after, MiB",
                                "PSS each, KiB",
                                "Java heap each, KiB",
                                "set"));
    }

    /// `idle [connections] [only=NAME,…]`, names and what there is as in [Targets].
    static void main(String[] args) throws IOException {
        Arguments arguments = Arguments.of(args, Set.of("only"));
        Path dir = Files.createTempDirectory("idle-bench");
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start()) {
            IdleBench bench = new IdleBench(dir, arguments);
            new Targets(dir, redis, Use.IDLE, arguments.list("only")).forEach(bench::measure);
            bench.finish();
        }
        System.exit(0);
    }

    private void measure(Target target) {
        try (Child server = target.child(dir);
                Clients first = new Clients(target);
                Clients group = new Clients(target)) {
            server.start();
            Waiting.until(target.name() + " listens", 180, () -> Steps.listens(target.port()));
            Footprint before = with(first, connections / FIRST_ONE_IN, server, target);
            Footprint after = with(group, connections, server, target);
            if (first.closed() + group.closed() > 0) {
                throw new IllegalStateException(
                        "it closed %d connections".formatted(first.closed() + group.closed()));
            }
            long heap = after.heap() - before.heap();
            report.row(
                    target.name(),
                    "%d → %d".formatted(before.pss() / 1024, after.pss() / 1024),
                    each(after.pss() - before.pss()),
                    after.heap() == 0 ? "–" : each(heap),
                    target.settings());
        } catch (RuntimeException e) {
            report.row(target.name(), "failed: " + e.getMessage(), "–", "–", "–");
        }
    }

    private static Footprint with(Clients clients, int count, Child server, Target target) {
        clients.connect(count);
        Waiting.until(count + " are subscribed", PATIENCE_SECONDS, () -> clients.ready() == count);
        LockSupport.parkNanos(CALM);
        return Footprint.of(server, target.server().garbage());
    }

    private String each(long kibibytes) {
        return "%.2f".formatted(kibibytes / (double) connections);
    }

    private void finish() {
        report.note(
                "Growth from %,d connections, which stay, to %,d more: PSS of the server's process from /proc, and the used"
                                .formatted(connections / FIRST_ONE_IN, connections)
                        + " heap of a JVM, garbage collected before (jcmd GC.run; gc() of Node;"
                        + " FreeOSMemory of Go; Python counts references). What the kernel keeps for the"
                        + " sockets is in none of them.");
        report.keep();
    }
}
