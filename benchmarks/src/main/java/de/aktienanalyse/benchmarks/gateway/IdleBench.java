package de.aktienanalyse.benchmarks.gateway;

import de.aktienanalyse.benchmarks.stage.Child;
import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import de.aktienanalyse.benchmarks.stage.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `idle`: heap of the gateway per connection that is subscribed and says nothing, after a full
/// collection.
final class IdleBench {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private IdleBench() {}

    /// `idle [connections]`, with `bench.gateway` naming the jar.
    static void main(String[] args) throws IOException {
        int connections = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        Path dir = Files.createTempDirectory("idle-bench");
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start()) {
            Target target =
                    Target.gateway(
                            Path.of(System.getProperty("bench.gateway")),
                            RedisProcess.freePort(),
                            redis.url(),
                            dir);
            measure(target, connections, dir);
        }
        System.exit(0);
    }

    private static void measure(Target target, int connections, Path dir) {
        Path log = dir.resolve("gateway.log");
        Child server = new Child(target.name(), log, target.command(), target.environment());
        try (server) {
            server.start();
            Waiting.until("the gateway listens", 180, () -> Steps.listens(target.port()));
            // The first connections load classes that stay.
            try (Clients first = new Clients(target).connect(200)) {
                Waiting.until("they are subscribed", 60, () -> first.ready() == 200);
            }
            long before = usedAfterCollection(server.pid());
            try (Clients group = new Clients(target).connect(connections)) {
                Waiting.until("all are subscribed", 120, () -> group.ready() == connections);
                long after = usedAfterCollection(server.pid());
                Report report =
                        new Report(
                                "Heap per idle connection",
                                List.of(
                                        "connections",
                                        "heap before, KiB",
                                        "after, KiB",
                                        "each, KiB"));
                report.row(
                        connections,
                        before,
                        after,
                        "%.2f".formatted((after - before) / (double) connections));
                report.keep();
            }
        }
    }

    private static long usedAfterCollection(long pid) {
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        Matcher matcher = USED.matcher(jcmd(pid, "GC.heap_info"));
        long used = 0;
        // Young and old generation; the lines below are metaspace.
        for (int i = 0; i < 2 && matcher.find(); i++) {
            used += Long.parseLong(matcher.group(1));
        }
        return used;
    }

    private static String jcmd(long pid, String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process =
                    new ProcessBuilder(jcmd.toString(), String.valueOf(pid), command)
                            .redirectErrorStream(true)
                            .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
