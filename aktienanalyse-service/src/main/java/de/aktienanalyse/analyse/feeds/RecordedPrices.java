package de.aktienanalyse.analyse.feeds;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The recorded bars that are shipped (`marketdata/NOTICE.md`), as one adjusted series per share.
///
/// Raw prices jump at splits and dividends, which a score would take for crashes. So prices are
/// multiplied by adjusted/close of their day, and volumes by the splits. Where only closes are
/// known, only closes come out.
final class RecordedPrices {

    /// The first day that all files know.
    static final LocalDate FIRST_DAY = LocalDate.of(2000, 3, 1);

    /// Six decimals keep a return of a share worth 1 exact to 0.0001 %.
    private static final int SCALE = 6;

    private RecordedPrices() {}

    /// All bars of a range of days, both inclusive, by day, then by symbol.
    static List<Bar> between(LocalDate from, LocalDate until) {
        List<Bar> bars = new ArrayList<>();
        bars.addAll(traded(from, until));
        Set<String> withVolume = new HashSet<>();
        bars.forEach(bar -> withVolume.add(bar.symbol()));
        bars.addAll(closes("adjusted-closes-1990-2022.csv.gz", from, until, withVolume));
        bars.addAll(closes("sp500-1990-2022.csv.gz", from, until, Set.of()));
        bars.sort(Comparator.comparing(Bar::start).thenComparing(Bar::symbol));
        return bars;
    }

    static InputStream open(String file) {
        InputStream stream = RecordedPrices.class.getResourceAsStream("/marketdata/" + file);
        if (stream == null) {
            throw new IllegalStateException("marketdata/" + file + " is not in the jar");
        }
        return stream;
    }

    /// `Ticker,Date,Open,High,Low,Close,Volume,Adj Close`, as traded.
    private static List<Bar> traded(LocalDate from, LocalDate until) {
        List<Bar> bars = new ArrayList<>();
        Map<String, Splits> splits = splits();
        for (String[] row : rows("ohlcv-2000-2013.csv.gz")) {
            LocalDate day = LocalDate.parse(row[1]);
            if (day.isBefore(from) || day.isAfter(until)) {
                continue;
            }
            BigDecimal close = new BigDecimal(row[5]);
            BigDecimal adjusted = new BigDecimal(row[7]);
            BigDecimal factor = adjusted.divide(close, MathContext.DECIMAL64);
            bars.add(
                    Bar.daily(
                            row[0],
                            day,
                            price(new BigDecimal(row[2]).multiply(factor)),
                            price(new BigDecimal(row[3]).multiply(factor)),
                            price(new BigDecimal(row[4]).multiply(factor)),
                            price(adjusted),
                            new BigDecimal(row[6])
                                    .multiply(splits.getOrDefault(row[0], Splits.NONE).after(day)),
                            true));
        }
        return bars;
    }

    /// A split is a day on which adjusted/close jumps to a whole multiple: no dividend is 50 % of
    /// the price.
    private static Map<String, Splits> splits() {
        Map<String, Splits> splits = new HashMap<>();
        Map<String, Double> before = new HashMap<>();
        for (String[] row : rows("ohlcv-2000-2013.csv.gz")) {
            double factor = Double.parseDouble(row[7]) / Double.parseDouble(row[5]);
            Double previous = before.put(row[0], factor);
            long ratio = previous == null ? 1 : Math.round(factor / previous);
            if (ratio > 1) {
                splits.computeIfAbsent(row[0], _ -> new Splits(new ArrayList<>()))
                        .days
                        .add(new Split(LocalDate.parse(row[1]), BigDecimal.valueOf(ratio)));
            }
        }
        return splits;
    }

    private record Split(LocalDate day, BigDecimal ratio) {}

    private record Splits(List<Split> days) {
        static final Splits NONE = new Splits(List.of());

        /// Shares today for one share of that day, as far as the file goes.
        BigDecimal after(LocalDate day) {
            BigDecimal shares = BigDecimal.ONE;
            for (Split split : days) {
                if (day.isBefore(split.day)) {
                    shares = shares.multiply(split.ratio);
                }
            }
            return shares;
        }
    }

    /// `Date,<symbol>,<symbol>…`, adjusted closes and nothing else.
    private static List<Bar> closes(
            String file, LocalDate from, LocalDate until, Set<String> without) {
        List<Bar> bars = new ArrayList<>();
        List<String[]> rows = rows(file, true);
        String[] symbols = rows.getFirst();
        for (String[] row : rows.subList(1, rows.size())) {
            LocalDate day = LocalDate.parse(row[0]);
            if (day.isBefore(from) || day.isAfter(until)) {
                continue;
            }
            for (int column = 1; column < row.length; column++) {
                if (!row[column].isEmpty() && !without.contains(symbols[column])) {
                    bars.add(closeOnly(symbols[column], day, new BigDecimal(row[column])));
                }
            }
        }
        return bars;
    }

    private static Bar closeOnly(String symbol, LocalDate day, BigDecimal close) {
        @Nullable BigDecimal unknown = null;
        return Bar.daily(symbol, day, unknown, unknown, unknown, close, unknown, true);
    }

    private static BigDecimal price(BigDecimal exact) {
        return exact.setScale(SCALE, RoundingMode.HALF_UP);
    }

    private static List<String[]> rows(String file) {
        return rows(file, false);
    }

    private static List<String[]> rows(String file, boolean header) {
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(open(file)), StandardCharsets.UTF_8))) {
            return reader.lines().skip(header ? 0 : 1).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
