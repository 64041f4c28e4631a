package de.aktienanalyse.analyse.feeds;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A source of daily bars: first what was, once, then what is, batch by batch. Used by one thread.
public interface MarketFeed {

    /// Its name on every event: `replay`, `simulation`, `csv`.
    String source();

    /// What it has prices for. May grow with a batch.
    Collection<Instrument> instruments();

    /// One of [#instruments()]. Unlike the rest it may be asked by any thread, and often.
    Optional<Instrument> instrument(String symbol);

    /// What is past when the service starts. Called once, before the first [#next()], and tells the
    /// feed where to go on: what comes live is newer than what is stored.
    ///
    /// @param newestStored start of the newest stored bar, by symbol
    History history(Map<String, Instant> newestStored);

    /// The next live bars, oldest first. Does not wait: without news it is empty.
    Batch next();

    /// How long to wait between two calls of [#next()].
    Duration pace();

    /// @param bars oldest first
    /// @param whole whether these are all bars of their symbols, so that stored others are wrong
    record History(List<Bar> bars, boolean whole) {
        public History {
            bars = List.copyOf(bars);
        }
    }

    /// @param last whether the feed ends here
    record Batch(List<Bar> bars, boolean last) {
        public static final Batch NOTHING_NEW = new Batch(List.of(), false);
        public static final Batch ENDED = new Batch(List.of(), true);

        public Batch {
            bars = List.copyOf(bars);
        }
    }
}
