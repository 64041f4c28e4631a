package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobRulesTests {
    private static List<Duration> pauses(int failed, int chance) {
        Random random = new Random(chance);
        return Stream.generate(() -> JobRules.STANDARD.pause(failed, random)).limit(200).toList();
    }

    @Test
    void eachPauseIsTwiceAsLongHalfOfItByChanceAndNeverOverFiveMinutes() {
        for (int failed = 1; failed <= 40; failed++) {
            Duration bound = Duration.ofSeconds(Math.min(300, 1L << Math.min(failed - 1, 20)));
            List<Duration> pauses = pauses(failed, failed);

            assertThat(pauses)
                    .allSatisfy(pause -> assertThat(pause).isBetween(bound.dividedBy(2), bound));
            assertThat(Set.copyOf(pauses)).hasSizeGreaterThan(50);
        }
    }
}
