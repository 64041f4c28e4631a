package de.aktienanalyse.auswertung.reports;

import de.aktienanalyse.auswertung.figures.DayGrowth;
import de.aktienanalyse.auswertung.figures.FigureRules;
import de.aktienanalyse.auswertung.figures.FigureSheet;
import de.aktienanalyse.auswertung.holdings.Depot;
import de.aktienanalyse.auswertung.holdings.Holdings;
import de.aktienanalyse.auswertung.holdings.PortfolioChoice;
import de.aktienanalyse.auswertung.holdings.Through;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.Command.GenerateReport;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import java.nio.charset.StandardCharsets;
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

    public Reports(JdbcClient jdbc, Holdings holdings, FigureRules rules, Clock clock) {
        this.jdbc = jdbc;
        this.holdings = holdings;
        this.rules = rules;
        this.clock = clock;
    }

    public Outcome generate(CommandEnvelope<GenerateReport> command) {
        GenerateReport wish = command.data();
        String format = wish.format() == null ? CSV : wish.format().toLowerCase(Locale.ROOT);
        if (!format.equals(CSV)) {
            return Outcome.refused(
                    "format_not_available",
                    "Reports are made as csv; " + format + " is not available",
                    "format");
        }
        LocalDate from = wish.from();
        LocalDate to = wish.to();
        if (from != null && to != null && to.isBefore(from)) {
            return Outcome.refused("invalid_period", "The period ends before it begins", "to");
        }
        return switch (holdings.choose(wish.portfolioId())) {
            case PortfolioChoice.None none -> Outcome.of(none.answer());
            case PortfolioChoice.Chosen chosen -> make(command, chosen.portfolioId(), from, to);
        };
    }

    /// The text of a report; empty when there is none of this id.
    public Optional<String> content(String reportId) {
        return jdbc.sql("select content from report where report_id = ?")
                .param(reportId)
                .query(String.class)
                .optional();
    }

    private Outcome make(
            CommandEnvelope<GenerateReport> command,
            String portfolioId,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {
        Depot depot = holdings.depot(portfolioId, Through.RUNNING_DAY);
        List<DayGrowth> days = FigureSheet.growth(depot, from, to);
        if (days.isEmpty()) {
            return Outcome.of(
                    CommandAnswer.noData("No day of " + portfolioId + " lies in this period"));
        }
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
                        CsvReport.of(FigureSheet.of(depot, from, to, rules), days),
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
