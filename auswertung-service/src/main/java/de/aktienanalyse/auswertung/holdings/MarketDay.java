package de.aktienanalyse.auswertung.holdings;

import de.aktienanalyse.events.InvalidEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// The day to which a market time belongs, in UTC: it names the same trading day for Europe and
/// America.
final class MarketDay {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private MarketDay() {}

    /// @throws InvalidEvent for a time that is no market's: a bar of the year 9999 would close all
    ///   days until then
    static LocalDate of(Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new InvalidEvent("time", "must lie between the years 1900 and 2199, was " + time);
        }
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /// The end of a bar is exclusive: a daily bar that ends at midnight belongs to the day before.
    static LocalDate ofBarEnd(Instant barEnd) {
        return barEnd.isBefore(EARLIEST) ? of(barEnd) : of(barEnd.minusNanos(1));
    }
}
