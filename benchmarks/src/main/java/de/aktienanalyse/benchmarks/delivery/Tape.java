package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Prices of which the n-th of a share is known beforehand, so that what a page shows tells which
/// one it is. They cross 100, 1,000 and 10,000, their changes 10 %: a number that grows by a digit
/// is what makes a page jump.
final class Tape {
    private static final List<BigDecimal> LOWEST =
            Stream.of("96", "182", "994", "9994", "412").map(BigDecimal::new).toList();

    /// The price is another one for so many values, and moves up as well as down.
    private static final int DIFFERENT = 1_000;

    private static final int STEP = 389;

    /// Some times are whole seconds, and written without a fraction.
    private static final Duration APART = Duration.ofMillis(100);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant LAST_CLOSE = Instant.parse("2026-01-02T00:00:00Z");

    private Tape() {}

    /// Before all others in the table.
    static String symbol(int share) {
        return "A%03d".formatted(share);
    }

    static BigDecimal price(int share, long n) {
        return LOWEST.get(share % LOWEST.size())
                .add(BigDecimal.valueOf((share + n * STEP) % DIFFERENT, 2));
    }

    static PriceUpdated quote(int share, long n) {
        BigDecimal price = price(share, n);
        BigDecimal close = price(share, 0);
        BigDecimal change = price.subtract(close);
        return new PriceUpdated(
                symbol(share),
                null,
                price,
                close,
                change,
                change.movePointRight(2).divide(close, 2, RoundingMode.HALF_UP),
                BigDecimal.valueOf(n),
                Publisher.TIME.plus(APART.multipliedBy(n)),
                "benchmark",
                "USD",
                "Benchmark Share %d Corp.".formatted(share));
    }

    /// The days before, as a feed says them: of all shares, day by day.
    static Stream<BarClosed> bars(int shares, int days) {
        return IntStream.rangeClosed(1 - days, 0)
                .boxed()
                .flatMap(day -> IntStream.range(0, shares).mapToObj(share -> bar(share, day)));
    }

    private static BarClosed bar(int share, int day) {
        BigDecimal close = price(share, -day);
        Instant end = LAST_CLOSE.plus(DAY.multipliedBy(day));
        return new BarClosed(
                symbol(share),
                null,
                end.minus(DAY),
                end,
                "P1D",
                close,
                close.add(BigDecimal.ONE),
                close.subtract(BigDecimal.ONE),
                close,
                BigDecimal.valueOf(1_000_000),
                "USD",
                "benchmark",
                true,
                false);
    }
}
