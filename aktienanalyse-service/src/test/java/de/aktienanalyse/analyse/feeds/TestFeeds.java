package de.aktienanalyse.analyse.feeds;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Random;

/// The real feeds, for tests of what is built on them.
public final class TestFeeds {
    private TestFeeds() {}

    /// The recorded prices from 2007 on, as fast as they can be taken.
    public static MarketFeed replay(String liveFrom, String until) {
        return new ReplayFeed(
                Instruments.shipped(),
                LocalDate.of(2007, 1, 3),
                LocalDate.parse(liveFrom),
                LocalDate.parse(until),
                Duration.ZERO);
    }

    public static MarketFeed csv(Path folder) {
        return new CsvFolderFeed(
                folder, Instruments.shipped(), Duration.ofMillis(5), Clock.systemUTC());
    }

    public static MarketFeed simulation(long seed) {
        return new SimulatedFeed(Instruments.shipped(), new Random(seed), Duration.ZERO);
    }
}
