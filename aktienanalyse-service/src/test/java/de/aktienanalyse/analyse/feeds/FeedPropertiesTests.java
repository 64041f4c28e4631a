package de.aktienanalyse.analyse.feeds;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedPropertiesTests {
    private static FeedProperties feed(String name, String dir, double speed) {
        return new FeedProperties(
                name,
                dir,
                speed,
                LocalDate.of(2000, 3, 1),
                LocalDate.of(2008, 1, 2),
                LocalDate.of(2013, 3, 1),
                42,
                Duration.ofMillis(500));
    }

    @Test
    void anUnknownFeedIsRefusedWithTheNamesThatExist() {
        assertThatThrownBy(() -> feed("alpha-vantage", "", 1))
                .hasMessageContaining("alpha-vantage")
                .hasMessageContaining("replay, simulation, csv");
    }

    @Test
    void theCsvFeedNeedsAFolder(@TempDir Path folder) {
        feed("csv", folder.toString(), 1);
        assertThatThrownBy(() -> feed("csv", "", 1)).hasMessageContaining("AKTIEN_FEED_DIR");
        assertThatThrownBy(() -> feed("csv", folder.resolve("none").toString(), 1))
                .hasMessageContaining("not a folder");
    }

    @Test
    void theSpeedMayBeAFractionButNotZero() {
        feed("replay", "", 0.2);
        assertThatThrownBy(() -> feed("replay", "", 0)).hasMessageContaining("AKTIEN_FEED_SPEED");
        assertThatThrownBy(() -> feed("replay", "", Double.NaN))
                .hasMessageContaining("AKTIEN_FEED_SPEED");
    }
}
