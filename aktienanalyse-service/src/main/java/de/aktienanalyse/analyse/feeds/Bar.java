package de.aktienanalyse.analyse.feeds;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// The prices of one share over one day. What the source does not know is null, never made up.
///
/// @param start begin, inclusive, whole seconds
/// @param end end, exclusive; the close was known from then on
/// @param open in the share's currency, likewise high, low and close
/// @param volume shares traded
/// @param adjusted whether the prices are adjusted for splits and dividends
public record Bar(
        String symbol,
        Instant start,
        Instant end,
        @Nullable BigDecimal open,
        @Nullable BigDecimal high,
        @Nullable BigDecimal low,
        BigDecimal close,
        @Nullable BigDecimal volume,
        boolean adjusted) {

    /// ISO 8601 period of every bar here.
    public static final String DAILY = "P1D";

    /// Higher prices and volumes are mistakes of the source.
    private static final BigDecimal LIMIT = new BigDecimal("1e15");

    private static final int MAX_SCALE = 20;

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    public Bar {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a bar must end after its start");
        }
        // Times are sorted as text, where the year 10000 comes before the year 2000.
        if (start.isBefore(FIRST) || end.isAfter(LAST)) {
            throw new IllegalArgumentException("a bar must be in the years 1 to 9999");
        }
        positive(open, "open");
        positive(high, "high");
        positive(low, "low");
        positive(close, "close");
        if (volume != null
                && (volume.signum() < 0
                        || volume.compareTo(LIMIT) > 0
                        || volume.scale() > MAX_SCALE)) {
            throw new IllegalArgumentException("volume must be between 0 and 1e15");
        }
        if (high != null && low != null && high.compareTo(low) < 0) {
            throw new IllegalArgumentException("high is below low");
        }
    }

    /// A day's bar. Days are those of UTC, so that a date names the same bar everywhere.
    public static Bar daily(
            String symbol,
            LocalDate day,
            @Nullable BigDecimal open,
            @Nullable BigDecimal high,
            @Nullable BigDecimal low,
            BigDecimal close,
            @Nullable BigDecimal volume,
            boolean adjusted) {
        Instant start = startOf(day);
        return new Bar(
                symbol,
                start,
                start.plus(Duration.ofDays(1)),
                open,
                high,
                low,
                close,
                volume,
                adjusted);
    }

    /// Begin of the bar of a day.
    public static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public LocalDate day() {
        return LocalDate.ofInstant(start, ZoneOffset.UTC);
    }

    private static void positive(@Nullable BigDecimal price, String field) {
        if (price != null && (price.signum() <= 0 || price.compareTo(LIMIT) > 0)) {
            throw new IllegalArgumentException(field + " must be above 0 and at most 1e15");
        }
        // 1e-999999 is a short text but a megabyte when written in full.
        if (price != null && price.scale() > MAX_SCALE) {
            throw new IllegalArgumentException(field + " must not have more than 20 decimals");
        }
    }
}
