package de.aktienanalyse.system;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;

/// A walk of prices, the same on every machine. `src/test/python/talib_figures.py` walks it too.
final class MadeUpBars {
    private MadeUpBars() {}

    /// In cents.
    static long[] closes(long seed, int bars) {
        long[] closes = new long[bars];
        long state = seed;
        long cents = 10_000;
        for (int i = 0; i < bars; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            cents += Math.floorDiv(cents * ((state >>> 33) % 601 - 295), 10_000L);
            closes[i] = cents;
        }
        return closes;
    }

    /// `SYMBOL.csv` with one bar for each weekday from 2015 on.
    static void write(Path folder, String symbol, long seed, int bars) throws IOException {
        StringBuilder csv = new StringBuilder("Date,Open,High,Low,Close,Volume\n");
        LocalDate day = LocalDate.of(2015, 1, 1);
        long before = 10_000;
        for (long close : closes(seed, bars)) {
            while (day.getDayOfWeek() == DayOfWeek.SATURDAY
                    || day.getDayOfWeek() == DayOfWeek.SUNDAY) {
                day = day.plusDays(1);
            }
            csv.append(day)
                    .append(',')
                    .append(price(before))
                    .append(',')
                    .append(price(Math.max(before, close) + 25))
                    .append(',')
                    .append(price(Math.min(before, close) - 25))
                    .append(',')
                    .append(price(close))
                    .append(',')
                    .append(1_000 + close % 977)
                    .append('\n');
            before = close;
            day = day.plusDays(1);
        }
        Files.writeString(folder.resolve(symbol + ".csv"), csv);
    }

    private static BigDecimal price(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }
}
