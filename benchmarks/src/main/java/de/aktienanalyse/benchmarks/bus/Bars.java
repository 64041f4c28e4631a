package de.aktienanalyse.benchmarks.bus;

import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import java.math.BigDecimal;
import java.time.Instant;

/// Events of the size that the suite says: about 400 bytes as JSON.
final class Bars {
    private static final int SYMBOLS = 200;
    private static final Instant START = Instant.parse("2026-01-02T09:00:00Z");

    private Bars() {}

    static BarClosed bar(long n, long stamp) {
        return new BarClosed(
                symbol(n),
                null,
                START,
                START.plusSeconds(60),
                "PT1M",
                new BigDecimal("182.50"),
                new BigDecimal("183.10"),
                new BigDecimal("182.05"),
                new BigDecimal("182.75"),
                BigDecimal.valueOf(stamp),
                "EUR",
                "benchmark",
                false,
                false);
    }

    static PriceUpdated price(long n) {
        return new PriceUpdated(
                symbol(n),
                null,
                new BigDecimal("182.75"),
                new BigDecimal("182.50"),
                new BigDecimal("0.25"),
                new BigDecimal("0.14"),
                BigDecimal.valueOf(n),
                START.plusMillis(n),
                "benchmark",
                "EUR",
                null);
    }

    static String symbol(long n) {
        return "S%03d".formatted(n % SYMBOLS);
    }
}
