package de.aktienanalyse.orchestrator.picture;

import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.ModuleRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The answers of one survey, put together share by share.
///
/// @param portfolioId the depot that the answers are about; null when no module named one
/// @param shares sorted by symbol
/// @param missingModules those that were asked and did not answer in time, in the order they were
///   asked
public record SystemPicture(
        Instant takenAt,
        @Nullable String portfolioId,
        List<Share> shares,
        List<String> missingModules) {

    /// Who knows the scores.
    public static final String ANALYSIS = "aktienanalyse";

    /// Who knows the returns.
    public static final String FIGURES = "auswertung";

    /// Who knows what is held.
    public static final String DEPOT = "verwaltung";

    public SystemPicture {
        shares = List.copyOf(shares);
        missingModules = List.copyOf(missingModules);
    }

    public boolean hasAnswerOf(String module) {
        return !missingModules.contains(module);
    }

    /// @param asked the modules that were asked
    /// @param answers by module
    static SystemPicture of(
            Instant takenAt, List<String> asked, Map<String, DataProvided> answers) {
        Map<String, Map<String, ModuleRow>> rows = new HashMap<>();
        TreeSet<String> symbols = new TreeSet<>();
        answers.forEach((module, answer) -> rows.put(module, bySymbol(answer, symbols)));
        List<Share> shares = symbols.stream().map(symbol -> merge(symbol, rows)).toList();
        String portfolioId =
                Stream.of(DEPOT, FIGURES, ANALYSIS)
                        .map(answers::get)
                        .filter(Objects::nonNull)
                        .map(DataProvided::portfolioId)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        List<String> missing =
                asked.stream().filter(module -> !answers.containsKey(module)).toList();
        return new SystemPicture(takenAt, portfolioId, shares, missing);
    }

    private static Map<String, ModuleRow> bySymbol(DataProvided answer, TreeSet<String> symbols) {
        Map<String, ModuleRow> rows = new HashMap<>();
        for (ModuleRow row : answer.rows()) {
            rows.putIfAbsent(row.symbol(), row);
            symbols.add(row.symbol());
        }
        return rows;
    }

    private static Share merge(String symbol, Map<String, Map<String, ModuleRow>> rows) {
        List<ModuleRow> scoring = inOrder(symbol, rows, ANALYSIS, FIGURES, DEPOT);
        List<ModuleRow> measuring = inOrder(symbol, rows, FIGURES, DEPOT, ANALYSIS);
        List<ModuleRow> holding = inOrder(symbol, rows, DEPOT, FIGURES, ANALYSIS);
        return new Share(
                symbol,
                within(first(scoring, ModuleRow::score), 20),
                within(first(scoring, ModuleRow::confidence), 1),
                first(scoring, ModuleRow::recommendation),
                first(measuring, ModuleRow::returnPercent),
                within(first(holding, ModuleRow::weight), 1),
                first(holding, ModuleRow::rank),
                isHeld(rows.getOrDefault(DEPOT, Map.of()).get(symbol)));
    }

    /// Only the keeper of the depot says what is held; what it merely watches has neither rank nor
    /// weight.
    private static boolean isHeld(@Nullable ModuleRow depotRow) {
        if (depotRow == null) {
            return false;
        }
        BigDecimal weight = depotRow.weight();
        return depotRow.rank() != null || (weight != null && weight.signum() > 0);
    }

    private static List<ModuleRow> inOrder(
            String symbol, Map<String, Map<String, ModuleRow>> rows, String... modules) {
        List<ModuleRow> found = new ArrayList<>();
        for (String module : modules) {
            ModuleRow row = rows.getOrDefault(module, Map.of()).get(symbol);
            if (row != null) {
                found.add(row);
            }
        }
        return found;
    }

    private static <T> @Nullable T first(
            List<ModuleRow> rows, Function<ModuleRow, @Nullable T> figure) {
        for (ModuleRow row : rows) {
            T value = figure.apply(row);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /// A figure outside its range is as good as unknown.
    private static @Nullable BigDecimal within(@Nullable BigDecimal value, long high) {
        return value == null || value.signum() < 0 || value.compareTo(BigDecimal.valueOf(high)) > 0
                ? null
                : value;
    }
}
