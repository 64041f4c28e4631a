package de.aktienanalyse.auswertung.performance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A worked example that others published: `figures/figures.json` names the source of each.
public record Oracle(JsonNode json) {

    private static final JsonNode ALL = read();

    public static Stream<Oracle> of(String kind) {
        return ALL.valueStream()
                .filter(each -> each.get("kind").asString().equals(kind))
                .map(Oracle::new);
    }

    public static Oracle named(String name) {
        return ALL.valueStream()
                .filter(each -> each.get("name").asString().equals(name))
                .map(Oracle::new)
                .findFirst()
                .orElseThrow();
    }

    String name() {
        return json.get("name").asString();
    }

    public JsonNode input(String field) {
        return json.get("inputs").path(field);
    }

    boolean expects(String field) {
        return json.get("expected").has(field);
    }

    double expected(String field) {
        return json.get("expected").get(field).asDouble();
    }

    public double[] allExpected(String field) {
        return numbers(json.get("expected").get(field));
    }

    public double tolerance() {
        return json.get("tolerance").asDouble();
    }

    /// Returns per period; rows without one are left out.
    double[] returns() {
        return numbers(input("returns"));
    }

    int periods() {
        return input("periods_per_year").asInt();
    }

    /// Simple returns of prices.
    double[] returnsOfCloses() {
        double[] closes = numbers(input("closes"));
        return IntStream.range(1, closes.length)
                .mapToDouble(i -> closes[i] / closes[i - 1] - 1)
                .toArray();
    }

    /// Growth from 1, of simple returns.
    static double[] growth(double[] returns) {
        double[] growth = new double[returns.length + 1];
        growth[0] = 1;
        for (int i = 0; i < returns.length; i++) {
            growth[i + 1] = growth[i] * (1 + returns[i]);
        }
        return growth;
    }

    /// As many days as wanted, from the example's first, or any.
    List<LocalDate> days(int count) {
        LocalDate first =
                input("first_date").isMissingNode()
                        ? LocalDate.EPOCH
                        : LocalDate.parse(input("first_date").asString());
        return first.datesUntil(first.plusDays(count)).toList();
    }

    double[] numbers(String field) {
        return numbers(input(field));
    }

    private static double[] numbers(JsonNode array) {
        return array.valueStream()
                .filter(node -> !node.isNull())
                .mapToDouble(Oracle::number)
                .toArray();
    }

    /// A few are written as a fraction, "-1/300".
    private static double number(JsonNode node) {
        if (node.isNumber()) {
            return node.asDouble();
        }
        double[] parts =
                Arrays.stream(node.asString().split("/"))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
        return parts[0] / parts[1];
    }

    private static JsonNode read() {
        try (InputStream file = Oracle.class.getResourceAsStream("/figures/figures.json")) {
            return new JsonMapper().readTree(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
