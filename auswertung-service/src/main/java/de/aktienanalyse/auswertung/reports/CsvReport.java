package de.aktienanalyse.auswertung.reports;

import de.aktienanalyse.auswertung.figures.DayGrowth;
import de.aktienanalyse.auswertung.figures.Figure;
import de.aktienanalyse.auswertung.figures.FigureSheet;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Two tables as CSV (RFC 4180), an empty line between them: the figures with their conventions,
/// then the daily values.
final class CsvReport {
    private static final String NEW_LINE = "\r\n";

    private CsvReport() {}

    static String of(FigureSheet sheet, List<DayGrowth> days) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "figure",
                "value",
                "unit",
                "status",
                "reason",
                "from",
                "to",
                "observations",
                "returns",
                "deviation",
                "periods_per_year",
                "risk_free",
                "calendar");
        sheet.named().forEach(named -> figure(text, named.name(), named.figure()));
        text.append(NEW_LINE);
        line(text, "date", "value", "cash", "inflow", "outflow", "ttwror", "provisional");
        for (DayGrowth day : days) {
            line(
                    text,
                    day.value().day(),
                    day.value().value(),
                    day.value().cash(),
                    day.value().inflow(),
                    day.value().outflow(),
                    day.ttwror(),
                    !day.value().closed());
        }
        return text.toString();
    }

    private static void figure(StringBuilder text, String name, Figure figure) {
        Figure.Convention convention = figure.convention();
        line(
                text,
                name,
                figure.value(),
                figure.unit(),
                figure.status(),
                figure.reason(),
                figure.from(),
                figure.to(),
                figure.observations(),
                convention.returns(),
                convention.deviation(),
                convention.periodsPerYear(),
                convention.riskFree(),
                convention.calendar());
    }

    private static void line(StringBuilder text, @Nullable Object... fields) {
        text.append(Arrays.stream(fields).map(CsvReport::field).collect(Collectors.joining(",")))
                .append(NEW_LINE);
    }

    private static String field(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text =
                value instanceof BigDecimal number ? number.toPlainString() : value.toString();
        boolean special =
                text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return special ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
