package de.aktienanalyse.analyse.feeds;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Names, ISINs and currencies by symbol: the shipped `marketdata/instruments.csv`.
public final class Instruments {

    /// The benchmark of the recorded prices. An index has neither ISIN nor currency here.
    public static final Instrument SP500 =
            new Instrument("SP500", "S&P 500", null, null, Instrument.Kind.INDEX);

    private final Map<String, Instrument> bySymbol = new LinkedHashMap<>();

    private Instruments() {}

    /// The shares of the recorded prices.
    public static Instruments shipped() {
        Instruments instruments = new Instruments();
        for (String line : lines(RecordedPrices.open("instruments.csv"))) {
            String[] cell = line.split(",", -1);
            instruments.bySymbol.put(
                    cell[0],
                    new Instrument(cell[0], cell[1], cell[2], cell[3], Instrument.Kind.SHARE));
        }
        instruments.bySymbol.put(SP500.symbol(), SP500);
        return instruments;
    }

    public List<Instrument> all() {
        return List.copyOf(bySymbol.values());
    }

    Optional<Instrument> find(String symbol) {
        return Optional.ofNullable(bySymbol.get(symbol));
    }

    /// What is known of a symbol, which may be nothing but the symbol.
    Instrument orUnknown(String symbol) {
        return find(symbol).orElseGet(() -> Instrument.unknown(symbol));
    }

    private static List<String> lines(InputStream csv) {
        try (var reader = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>(reader.lines().toList());
            lines.removeFirst();
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
