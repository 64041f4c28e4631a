package de.aktienanalyse.benchmarks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.benchmarks.crash.Fault.Planned;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The short form of the crash test; `benchmarks/run crash SECONDS SEED` is the long one.
class CrashTests {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path dir;

    @Test
    void whateverIsKilledEachAcknowledgedEventTakesEffectOnceAndInOrder() {
        long seed = Long.getLong("crash.seed", System.currentTimeMillis());
        try (CrashRun run = new CrashRun(dir, System.out, 200, false)) {
            Verdict verdict = run.under(Fault.plan(seed, 12_000, 2), seed);

            assertThat(verdict.ok())
                    .as("seed %d (repeat by -Dcrash.seed), logs in %s%n%s", seed, dir, verdict)
                    .isTrue();
            assertThat(verdict.said()).isGreaterThan(20);
        }
    }

    /// The checker is worth something: without inbox marks a wipe doubles what is said again.
    @Test
    void theCheckerCatchesABusWithoutInboxMarks() {
        try (CrashRun run = new CrashRun(dir, System.out, 100, true)) {
            Verdict verdict =
                    run.under(List.of(new Planned(Fault.WIPE_REDIS, 500, true, 0, 100)), 0);

            assertThat(verdict.ok()).isFalse();
            assertThat(verdict.doubled()).isPositive();
        }
    }
}
