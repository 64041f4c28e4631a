package de.aktienanalyse.auswertung.reports;

import de.aktienanalyse.auswertung.figures.DayGrowth;
import de.aktienanalyse.auswertung.figures.FigureRules;
import de.aktienanalyse.auswertung.figures.FigureSheet;
import de.aktienanalyse.auswertung.holdings.Depot;
import de.aktienanalyse.auswertung.holdings.Holdings;
import de.aktienanalyse.auswertung.holdings.PortfolioChoice;
import de.aktienanalyse.auswertung.holdings.Through;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.bus.Worker;
import de.aktienanalyse.commands.Command.GenerateReport;
import de.aktienanalyse.commands.Command.GetReport;
import de.aktienanalyse.commands.Command.GetReports;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.Page;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Makes and keeps reports.
@Component
public class Reports {
    private static final String CSV = "csv";

    private final JdbcClient jdbc;
    private final Holdings holdings;
    private final FigureRules rules;
    private final Clock clock;

    /// @param days rows of daily values in the report
    public record Made(String reportId, String portfolioId, String format, int days) {}

    private record Listed(
            String reportId,
            String portfolioId,
            String format,
            String from,
            String to,
            String createdAt) {}

    private record File(
            String reportId,
            String portfolioId,
            String format,
            String from,
            String to,
            String createdAt,
            String fileName,
            String contentType,
            String content) {}

    public Reports(JdbcClient jdbc, Holdings holdings, FigureRules rules, Clock clock) {
        this.jdbc = jdbc;
        this.holdings = holdings;
        this.rules = rules;
        this.clock = clock;
    }

    /// The figures take long for an old depot, so they are computed outside the transaction, which
    /// in SQLite has the whole file to itself.
    public Worker.Conclusion generate(
            CommandEnvelope<GenerateReport> command, Worker.Progress progress) {
        GenerateReport wish = command.data();
        String format = wish.format() == null ? CSV : wish.format().toLowerCase(Locale.ROOT);
        if (!format.equals(CSV)) {
            return () ->
                    Outcome.refused(
                            "format_not_available",
                            "Reports are made as csv; " + format + " is not available",
                            "format");
        }
        LocalDate from = wish.from();
        LocalDate to = wish.to();
        if (from != null && to != null && to.isBefore(from)) {
            return () ->
                    Outcome.refused("invalid_period", "The period ends before it begins", "to");
        }
        return switch (holdings.choose(wish.portfolioId())) {
            case PortfolioChoice.None none -> () -> Outcome.of(none.answer());
            case PortfolioChoice.Chosen chosen ->
                    make(command, chosen.portfolioId(), from, to, progress);
        };
    }

    /// The newest first.
    public CommandAnswer list(GetReports asked) {
        String cursor = asked.cursor();
        if (cursor != null && find(cursor).isEmpty()) {
            return CommandAnswer.refused(
                    "invalid_cursor", "Give the next_cursor of the page before", "cursor");
        }
        int limit = Page.limit(asked.limit());
        String where =
                (asked.portfolioId() == null ? "" : " and portfolio_id = :portfolio")
                        + (cursor == null
                                ? ""
                                : " and (created_at, report_id) < (select created_at, report_id"
                                        + " from report where report_id = :cursor)");
        List<Listed> found =
                jdbc.sql(
                                "select report_id, portfolio_id, format, from_day, to_day, created_at"
                                        + " from report where 1 = 1"
                                        + where
                                        + " order by created_at desc, report_id desc limit :limit")
                        .param("portfolio", asked.portfolioId())
                        .param("cursor", cursor)
                        .param("limit", limit + 1)
                        .query((row, _) -> listed(row))
                        .list();
        List<Listed> items = found.stream().limit(limit).toList();
        return CommandAnswer.success(
                new Page<>(items, found.size() > limit ? items.getLast().reportId() : null));
    }

    /// A report as a file to save.
    public CommandAnswer get(GetReport asked) {
        return find(asked.reportId())
                .map(CommandAnswer::success)
                .orElseGet(() ->
                        CommandAnswer.refused(
                                "unknown_report", "There is no such report", "report_id"));
    }

    private Optional<Object> find(String reportId) {
        return jdbc.sql(
                        "select report_id, portfolio_id, format, from_day, to_day, created_at, content"
                                + " from report where report_id = ?")
                .param(reportId)
                .query((row, _) -> {
                    Listed listed = listed(row);
                    return (Object)
                            new File(
                                    listed.reportId(),
                                    listed.portfolioId(),
                                    listed.format(),
                                    listed.from(),
                                    listed.to(),
                                    listed.createdAt(),
                                    "%s_%s_%s.csv"
                                            .formatted(
                                                    listed.portfolioId(),
                                                    listed.from(),
                                                    listed.to()),
                                    "text/csv; charset=utf-8",
                                    row.getString("content"));
                })
                .optional();
    }

    private static Listed listed(ResultSet row) throws SQLException {
        return new Listed(
                row.getString("report_id"),
                row.getString("portfolio_id"),
                row.getString("format"),
                row.getString("from_day"),
                row.getString("to_day"),
                row.getString("created_at"));
    }

    private Worker.Conclusion make(
            CommandEnvelope<GenerateReport> command,
            String portfolioId,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            Worker.Progress progress) {
        progress.at(10, "Tageswerte");
        Depot depot = holdings.depot(portfolioId, Through.RUNNING_DAY);
        List<DayGrowth> days = FigureSheet.growth(depot, from, to);
        if (days.isEmpty()) {
            return () ->
                    Outcome.of(
                            CommandAnswer.noData(
                                    "No day of " + portfolioId + " lies in this period"));
        }
        progress.at(50, "Kennzahlen");
        FigureSheet sheet = FigureSheet.of(depot, from, to, rules);
        progress.at(80, "Datei");
        String content = CsvReport.of(sheet, days);
        return () -> keep(command, portfolioId, days, content);
    }

    private Outcome keep(
            CommandEnvelope<GenerateReport> command,
            String portfolioId,
            List<DayGrowth> days,
            String content) {
        String reportId = idOf(command);
        jdbc.sql(
                        """
                        insert into report (report_id, portfolio_id, format, from_day, to_day, content,
                                            requested_by, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (report_id) do nothing
                        """)
                .params(
                        reportId,
                        portfolioId,
                        CSV,
                        days.getFirst().value().day().toString(),
                        days.getLast().value().day().toString(),
                        content,
                        command.actor(),
                        clock.instant().toString())
                .update();
        return Outcome.success(new Made(reportId, portfolioId, CSV, days.size()));
    }

    /// One intent makes one report, however often it is carried out.
    private static String idOf(CommandEnvelope<?> command) {
        String intent = command.actor() + "\n" + command.commandId();
        return "report-" + UUID.nameUUIDFromBytes(intent.getBytes(StandardCharsets.UTF_8));
    }
}
