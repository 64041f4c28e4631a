package de.aktienanalyse.analyse.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulatedFeedTests {
    private static SimulatedFeed seeded(long seed) {
        return new SimulatedFeed(Instruments.shipped(), new Random(seed), Duration.ofSeconds(1));
    }

    @Test
    void theSameSeedGivesTheSamePrices() {
        SimulatedFeed one = seeded(1);
        SimulatedFeed other = seeded(1);

        assertThat(one.history(Map.of())).isEqualTo(other.history(Map.of()));
        assertThat(one.next()).isEqualTo(other.next());
        assertThat(seeded(2).history(Map.of())).isNotEqualTo(seeded(1).history(Map.of()));
    }

    @Test
    void aRestartGoesOnWithTheSamePrices() {
        SimulatedFeed through = seeded(1);
        through.history(Map.of());
        List<Bar> stored = through.next().bars();

        SimulatedFeed restarted = seeded(1);
        assertThat(restarted.history(Map.of("AAPL", stored.getFirst().start())).bars()).isEmpty();

        assertThat(restarted.next()).isEqualTo(through.next());
    }

    @Test
    void theHighIsTheHighestAndTheLowTheLowest() {
        assertThat(seeded(3).history(Map.of()).bars())
                .hasSizeGreaterThan(500 * 24)
                .allSatisfy(bar -> {
                    assertThat(bar.high()).isGreaterThanOrEqualTo(bar.open());
                    assertThat(bar.high()).isGreaterThanOrEqualTo(bar.close());
                    assertThat(bar.low()).isLessThanOrEqualTo(bar.open());
                    assertThat(bar.low()).isLessThanOrEqualTo(bar.close());
                });
    }
}
