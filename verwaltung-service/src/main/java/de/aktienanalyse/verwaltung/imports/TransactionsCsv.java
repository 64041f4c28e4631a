package de.aktienanalyse.verwaltung.imports;

import de.aktienanalyse.verwaltung.imports.ImportRow.Problem;
import de.aktienanalyse.verwaltung.imports.ImportRow.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads the own format: `date,type,symbol,quantity,price,fees,currency`, columns in any order,
/// decimals with a point, values in quotes where they hold a comma. Pure: rows, and what is wrong
/// with those that are none.
final class TransactionsCsv {
    static final List<String> COLUMNS =
            List.of("date", "type", "symbol", "quantity", "price", "fees", "currency");

    private static final int MAX_DECIMALS = 8;
    private static final BigDecimal MOST = new BigDecimal("1000000000");

    record Read(List<ImportRow> rows, List<Problem> problems) {}

    private final List<ImportRow> rows = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private Map<String, Integer> columns = Map.of();

    private TransactionsCsv() {}

    static Read read(String content) {
        TransactionsCsv reader = new TransactionsCsv();
        List<String> lines = content.lines().toList();
        if (lines.isEmpty() || !reader.header(lines.getFirst())) {
            return new Read(
                    List.of(),
                    List.of(
                            new Problem(
                                    1,
                                    "invalid_header",
                                    "date",
                                    "the columns are " + String.join(",", COLUMNS))));
        }
        for (int line = 2; line <= lines.size(); line++) {
            String text = lines.get(line - 1);
            if (!text.isBlank()) {
                reader.row(line, fields(text));
            }
        }
        return new Read(reader.rows, reader.problems);
    }

    private boolean header(String text) {
        List<String> names = fields(text.startsWith("\uFEFF") ? text.substring(1) : text);
        Map<String, Integer> found = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            found.put(names.get(i).toLowerCase(Locale.ROOT), i);
        }
        columns = found;
        return found.keySet().containsAll(List.of("date", "type", "price"));
    }

    private void row(int line, List<String> fields) {
        int before = problems.size();
        LocalDate date = date(line, value(fields, "date"));
        Optional<Type> type = type(line, value(fields, "type"));
        boolean trade = type.isPresent() && type.get().isTrade();
        String symbol = value(fields, "symbol");
        if (symbol.isEmpty() && (trade || type.equals(Optional.of(Type.DIVIDEND)))) {
            problem(line, "missing_symbol", "symbol", "is needed");
        }
        BigDecimal quantity = number(line, fields, "quantity", trade ? "" : "1", true);
        BigDecimal price = number(line, fields, "price", "", true);
        BigDecimal fees = number(line, fields, "fees", "0", false);
        if (!trade && fees.signum() != 0) {
            problem(line, "unexpected_fees", "fees", "belong to buy and sell rows only");
        }
        if (problems.size() == before && type.isPresent()) {
            String currency = value(fields, "currency").toUpperCase(Locale.ROOT);
            String text =
                    content(date, type.get(), symbol, List.of(quantity, price, fees), currency);
            int repeat = seen.merge(text, 1, Integer::sum);
            rows.add(
                    new ImportRow(
                            line,
                            date,
                            type.get(),
                            symbol,
                            quantity,
                            price,
                            fees,
                            currency,
                            sha256(text + "|" + repeat)));
        }
    }

    private LocalDate date(int line, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            problem(line, "invalid_date", "date", "is no date like 2024-12-31");
            return LocalDate.EPOCH;
        }
    }

    private Optional<Type> type(int line, String text) {
        try {
            return Optional.of(Type.valueOf(text.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            problem(
                    line,
                    "invalid_type",
                    "type",
                    "is none of buy, sell, deposit, withdrawal, dividend, interest, fee, tax");
            return Optional.empty();
        }
    }

    private BigDecimal number(
            int line, List<String> fields, String column, String fallback, boolean positive) {
        String given = value(fields, column);
        String text = given.isEmpty() ? fallback : given;
        try {
            BigDecimal number = new BigDecimal(text);
            boolean sign = positive ? number.signum() > 0 : number.signum() >= 0;
            if (sign
                    && number.compareTo(MOST) <= 0
                    && number.stripTrailingZeros().scale() <= MAX_DECIMALS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        problem(
                line,
                text.isEmpty() ? "missing_" + column : "invalid_" + column,
                column,
                "must be %s, with at most 8 decimals"
                        .formatted(positive ? "above 0" : "0 or more"));
        return BigDecimal.ZERO;
    }

    private String value(List<String> fields, String column) {
        Integer index = columns.get(column);
        return index == null || index >= fields.size() ? "" : fields.get(index);
    }

    private void problem(int line, String code, String field, String message) {
        problems.add(new Problem(line, code, field, message));
    }

    private static String content(
            LocalDate date, Type type, String symbol, List<BigDecimal> numbers, String currency) {
        List<String> parts = new ArrayList<>(List.of(date.toString(), type.name(), symbol));
        numbers.forEach(number -> parts.add(number.stripTrailingZeros().toPlainString()));
        parts.add(currency);
        return String.join("|", parts);
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
