package de.aktienanalyse.analyse.feeds;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Which feed, and how fast.
///
/// @param feed one of [#FEEDS]
/// @param dir folder of the CSV feed; empty for the others
/// @param speed bars per second and symbol, above 0 up to 1000
/// @param historyFrom first day that the replay knows; the recorded prices begin with 2000-03-01
/// @param liveFrom first day that the replay says; earlier days are history
/// @param liveUntil last day of the replay
/// @param seed of the simulation: the same seed gives the same prices
/// @param poll how often the CSV folder is looked at
@ConfigurationProperties("aktien.market-data")
public record FeedProperties(
        @DefaultValue("replay") String feed,
        @DefaultValue("") String dir,
        @DefaultValue("1") double speed,
        @DefaultValue("2000-03-01") LocalDate historyFrom,
        @DefaultValue("2008-01-02") LocalDate liveFrom,
        @DefaultValue("2013-03-01") LocalDate liveUntil,
        @DefaultValue("42") long seed,
        @DefaultValue("500ms") Duration poll) {

    /// What there is to choose from.
    public static final List<String> FEEDS = List.of("replay", "simulation", "csv");

    public FeedProperties {
        if (!FEEDS.contains(feed)) {
            throw new IllegalArgumentException(
                    "AKTIEN_FEED is '%s', but must be one of: %s"
                            .formatted(feed, String.join(", ", FEEDS)));
        }
        if (!(speed > 0 && speed <= 1000)) {
            throw new IllegalArgumentException(
                    "AKTIEN_FEED_SPEED is %s, but must be above 0 and at most 1000 bars per second"
                            .formatted(speed));
        }
        if (feed.equals("csv") && dir.isBlank()) {
            throw new IllegalArgumentException(
                    "AKTIEN_FEED=csv needs AKTIEN_FEED_DIR, the folder with SYMBOL.csv files");
        }
        if (feed.equals("csv") && !Files.isDirectory(Path.of(dir))) {
            throw new IllegalArgumentException(
                    "AKTIEN_FEED_DIR is '%s', which is not a folder; make it or name another"
                            .formatted(dir));
        }
        if (!liveFrom.isBefore(liveUntil)) {
            throw new IllegalArgumentException(
                    "aktien.market-data.live-from must be before live-until");
        }
    }

    /// Time between two days of a feed that has a speed.
    Duration perDay() {
        return Duration.ofNanos(Math.round(1e9 / speed));
    }
}
