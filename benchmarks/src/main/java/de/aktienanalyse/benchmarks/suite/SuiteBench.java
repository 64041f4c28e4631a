package de.aktienanalyse.benchmarks.suite;

import de.aktienanalyse.benchmarks.stage.RedisProcess;
import de.aktienanalyse.benchmarks.stage.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// `suite`: from `./suite up --detach` to its return, when all is ready, and then the proportional
/// set size of all processes while the replay runs. The suite must be built.
final class SuiteBench {
    private final Path root;
    private final Path dir;

    private SuiteBench(Path root, Path dir) {
        this.root = root;
        this.dir = dir;
    }

    /// `suite`, with `bench.root` naming the folder of the suite.
    static void main(String[] args) throws IOException {
        Path dir = Files.createTempDirectory("suite-bench");
        boolean ok = new SuiteBench(Path.of(System.getProperty("bench.root")), dir).run();
        System.exit(ok ? 0 : 1);
    }

    private boolean run() throws IOException {
        Report report =
                new Report(
                        "Whole suite: ready after `up`, and memory (PSS)",
                        List.of("process", "MiB when ready", "MiB 20 s later"));
        Thread down = new Thread(() -> suite("down"));
        Runtime.getRuntime().addShutdownHook(down);
        long begun = System.nanoTime();
        if (suite("up", "--detach") != 0) {
            report.note("WRONG: the suite did not start; see " + dir);
            return false;
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, Long> ready = memory();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20));
        Map<String, Long> later = memory();
        ready.forEach((name, kib) -> report.row(name, mib(kib), mib(later.getOrDefault(name, 0L))));
        report.row("**all**", mib(sum(ready)), mib(sum(later)));
        report.note(
                "Ready %.1f s after `./suite up --detach` on an empty data folder. Goal: 20 s, 1.2 GiB (1229 MiB)."
                        .formatted(seconds));
        boolean complete = later.keySet().equals(ready.keySet()) && ready.size() >= 7;
        if (!complete) {
            report.note("WRONG: not the same processes before and after, or not seven of them");
        }
        report.keep();
        return complete;
    }

    private int suite(String... words) {
        String[] command = new String[words.length + 1];
        command[0] = root.resolve("suite").toString();
        System.arraycopy(words, 0, command, 1, words.length);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(dir.resolve("up.log").toFile()));
        builder.environment().put("AKTIEN_DATA_DIR", dir.resolve("data").toString());
        builder.environment().putIfAbsent("AKTIEN_BASE_PORT", "18500");
        builder.environment()
                .putIfAbsent("AKTIEN_REDIS_PORT", String.valueOf(RedisProcess.freePort()));
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /// KiB of each process that the suite has written down, by instance.
    private Map<String, Long> memory() throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        try (Stream<Path> records = Files.list(dir.resolve("data/run"))) {
            for (Path record : records.sorted(Comparator.naturalOrder()).toList()) {
                String name = record.getFileName().toString();
                if (!Files.isRegularFile(record) || name.startsWith(".")) {
                    continue;
                }
                String pid = Files.readString(record).strip().split(" ")[0];
                Path rollup = Path.of("/proc", pid, "smaps_rollup");
                if (pid.matches("\\d+") && Files.isReadable(rollup)) {
                    sizes.put(name, pss(rollup));
                }
            }
        }
        return sizes;
    }

    private static long pss(Path rollup) throws IOException {
        return Files.readAllLines(rollup).stream()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static long sum(Map<String, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String mib(long kib) {
        return "%d".formatted(kib / 1024);
    }
}
