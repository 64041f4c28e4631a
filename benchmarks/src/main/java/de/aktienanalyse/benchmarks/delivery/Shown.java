package de.aktienanalyse.benchmarks.delivery;

import de.aktienanalyse.benchmarks.browser.Said;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The prices that a page shows, against what was last said.
///
/// @param prices how many it shows of the shares that we speak of
/// @param due how many it should
/// @param wrong which are not the last
record Shown(int prices, int due, List<String> wrong) {
    private static final Pattern OURS = Pattern.compile("A\\d{3}");

    /// @param seen `prices`: pairs of symbol and text, as a German reads it
    static Shown of(JsonNode seen, Said said, int due) {
        int prices = 0;
        List<String> wrong = new ArrayList<>();
        for (JsonNode pair : seen.get("prices")) {
            String symbol = pair.get(0).asString();
            if (!OURS.matcher(symbol).matches()) {
                continue;
            }
            prices++;
            int share = Integer.parseInt(symbol.substring(1));
            BigDecimal last = Tape.price(share, said.values(share));
            String text = pair.get(1).asString();
            BigDecimal price = read(text);
            if (price == null || price.compareTo(last) != 0) {
                wrong.add("%s shows %s, last said %s".formatted(symbol, text, last));
            }
        }
        return new Shown(prices, due, wrong);
    }

    private static @Nullable BigDecimal read(String text) {
        DecimalFormat german = (DecimalFormat) NumberFormat.getInstance(Locale.GERMANY);
        german.setParseBigDecimal(true);
        return (BigDecimal) german.parse(text, new ParsePosition(0));
    }

    boolean isNewest() {
        return prices == due && wrong.isEmpty();
    }

    @Override
    public String toString() {
        String first = wrong.isEmpty() ? "" : ", " + wrong.size() + " are old: " + wrong.getFirst();
        return "%d of %d prices shown%s".formatted(prices, due, first);
    }
}
