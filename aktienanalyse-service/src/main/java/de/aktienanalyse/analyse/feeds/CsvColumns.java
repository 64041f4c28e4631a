package de.aktienanalyse.analyse.feeds;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which column of a price file means what, read off its header, and how a row becomes a bar.
///
/// @param width how many cells a row must have
/// @param adjusted whether there is a column `Adj Close`; then the bar is adjusted by
///   adjusted/close
record CsvColumns(Map<String, Integer> byName, int width, boolean adjusted) {
    private static final int ADJUSTED_SCALE = 10;

    /// @throws IllegalArgumentException when `Date` or `Close` is missing
    static CsvColumns of(String header) {
        String[] names = header.split(",", -1);
        Map<String, Integer> byName = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            byName.put(unquoted(names[i]).toLowerCase(Locale.ROOT), i);
        }
        if (!byName.containsKey("date") || !byName.containsKey("close")) {
            throw new IllegalArgumentException("the header must name the columns Date and Close");
        }
        return new CsvColumns(Map.copyOf(byName), names.length, byName.containsKey("adj close"));
    }

    /// @throws IllegalArgumentException with what is wrong with the row
    Bar bar(String symbol, String row) {
        String[] cells = row.split(",", -1);
        if (cells.length != width) {
            throw new IllegalArgumentException(
                    "has %d cells, the header has %d".formatted(cells.length, width));
        }
        BigDecimal close = number(cells, "close");
        if (close == null) {
            throw new IllegalArgumentException("has no close");
        }
        BigDecimal open = number(cells, "open");
        BigDecimal high = number(cells, "high");
        BigDecimal low = number(cells, "low");
        BigDecimal volume = number(cells, "volume");
        LocalDate day = day(cells);
        BigDecimal adjustedClose = number(cells, "adj close");
        if (adjustedClose == null) {
            if (adjusted) {
                throw new IllegalArgumentException("has no adjusted close, the other rows have");
            }
            return Bar.daily(symbol, day, open, high, low, close, volume, false);
        }
        // Refuses nonsense before it is divided by.
        Bar traded = Bar.daily(symbol, day, open, high, low, close, volume, true);
        BigDecimal factor = adjustedClose.divide(traded.close(), MathContext.DECIMAL128);
        return Bar.daily(
                symbol,
                day,
                times(open, factor),
                times(high, factor),
                times(low, factor),
                adjustedClose,
                volume,
                true);
    }

    private static @Nullable BigDecimal times(@Nullable BigDecimal price, BigDecimal factor) {
        return price == null
                ? null
                : price.multiply(factor).setScale(ADJUSTED_SCALE, RoundingMode.HALF_UP);
    }

    private LocalDate day(String[] cells) {
        String text = cell(cells, "date");
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("date '" + text + "' is not a day as 2024-12-31", e);
        }
    }

    /// Null when the cell is empty, says `null` as Yahoo does, or there is no such column.
    private @Nullable BigDecimal number(String[] cells, String column) {
        String text = cell(cells, column);
        if (text.isEmpty() || text.equalsIgnoreCase("null")) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(column + " '" + text + "' is not a number", e);
        }
    }

    private String cell(String[] cells, String column) {
        Integer index = byName.get(column);
        return index == null ? "" : unquoted(cells[index]);
    }

    private static String unquoted(String cell) {
        String text = cell.strip();
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
