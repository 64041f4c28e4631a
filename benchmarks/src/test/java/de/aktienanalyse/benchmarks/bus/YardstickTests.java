package de.aktienanalyse.benchmarks.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.aktienanalyse.benchmarks.stage.RedisProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The yardstick measures the suite's own scripts, not calls that are refused.
class YardstickTests {
    @TempDir Path dir;

    @Test
    void eachCallOfTheBenchmarkedScriptPutsAnEntryIntoTheStream() {
        assumeTrue(
                Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "redis-benchmark"))),
                "redis-benchmark is not installed");
        try (RedisProcess redis = new RedisProcess(dir.resolve("redis")).start()) {
            String sha =
                    redis.with(commands -> commands.scriptLoad(RedisBenchmark.publishScript()));
            List<String> command =
                    List.of(
                            "EVALSHA",
                            sha,
                            "2",
                            "s",
                            "m",
                            "run",
                            "1",
                            "me",
                            "1",
                            "0",
                            "b.0",
                            "channel",
                            "{\"x\":1}");

            assertThat(new RedisBenchmark(redis.port()).rate(1_000, command)).isPositive();

            long entries = redis.with(commands -> commands.xlen("s"));
            assertThat(entries).isEqualTo(1_000);
        }
    }
}
