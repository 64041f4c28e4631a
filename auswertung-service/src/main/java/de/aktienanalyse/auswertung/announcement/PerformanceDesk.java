package de.aktienanalyse.auswertung.announcement;

import de.aktienanalyse.auswertung.announcement.PerformanceAnswer.Day;
import de.aktienanalyse.auswertung.announcement.PerformanceAnswer.DrawdownDates;
import de.aktienanalyse.auswertung.announcement.PerformanceAnswer.HoldingRow;
import de.aktienanalyse.auswertung.figures.DayGrowth;
import de.aktienanalyse.auswertung.figures.FigureRules;
import de.aktienanalyse.auswertung.figures.FigureSheet;
import de.aktienanalyse.auswertung.figures.RiskRule;
import de.aktienanalyse.auswertung.holdings.Depot;
import de.aktienanalyse.auswertung.holdings.Holding;
import de.aktienanalyse.auswertung.holdings.Holdings;
import de.aktienanalyse.auswertung.holdings.PortfolioChoice;
import de.aktienanalyse.auswertung.holdings.Through;
import de.aktienanalyse.auswertung.performance.Drawdown;
import de.aktienanalyse.auswertung.ranking.RankedHolding;
import de.aktienanalyse.auswertung.ranking.Rankings;
import de.aktienanalyse.auswertung.rebalancing.Rebalancing;
import de.aktienanalyse.commands.Command.GetPerformance;
import de.aktienanalyse.commands.CommandAnswer;
import de.aktienanalyse.commands.CommandEnvelope;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Answers `get_performance`.
@Component
public class PerformanceDesk {
    /// Enough for a chart on any screen, and far below the largest message.
    private static final int MOST_DAYS = 1500;

    private final Holdings holdings;
    private final Rankings rankings;
    private final FigureRules rules;

    public PerformanceDesk(Holdings holdings, Rankings rankings, FigureRules rules) {
        this.holdings = holdings;
        this.rankings = rankings;
        this.rules = rules;
    }

    public CommandAnswer performance(CommandEnvelope<GetPerformance> command) {
        GetPerformance wish = command.data();
        LocalDate from = wish.from();
        LocalDate to = wish.to();
        if (from != null && to != null && to.isBefore(from)) {
            return CommandAnswer.refused(
                    "invalid_period", "The period ends before it begins", "to");
        }
        return switch (holdings.choose(wish.portfolioId())) {
            case PortfolioChoice.None none -> none.answer();
            case PortfolioChoice.Chosen chosen ->
                    answer(holdings.depot(chosen.portfolioId(), Through.RUNNING_DAY), from, to);
        };
    }

    private CommandAnswer answer(Depot depot, @Nullable LocalDate from, @Nullable LocalDate to) {
        List<DayGrowth> growth = FigureSheet.growth(depot, from, to);
        if (growth.isEmpty()) {
            return CommandAnswer.noData(
                    "No day of " + depot.portfolioId() + " lies in this period");
        }
        FigureSheet sheet = FigureSheet.of(depot, from, to, rules);
        List<RankedHolding> ranked = rankings.rank(depot);
        int step = Math.ceilDiv(growth.size(), MOST_DAYS);
        return CommandAnswer.success(
                new PerformanceAnswer(
                        depot.portfolioId(),
                        depot.currency(),
                        depot.asOf(),
                        !growth.getLast().value().closed(),
                        growth.getFirst().value().day(),
                        growth.getLast().value().day(),
                        depot.mixesCurrencies() ? null : depot.totalValue(),
                        depot.cash(),
                        RiskRule.assess(sheet),
                        sheet,
                        dates(FigureSheet.drawdown(depot, from, to)),
                        ranked.stream().map(PerformanceDesk::row).toList(),
                        Rankings.topPerformers(ranked),
                        Rebalancing.hints(depot),
                        thinned(growth, step),
                        step));
    }

    private static DrawdownDates dates(Drawdown drawdown) {
        return new DrawdownDates(
                drawdown.peak(),
                drawdown.trough(),
                drawdown.recovery(),
                drawdown.trough() == null || drawdown.recovery() != null,
                drawdown.longestRecoveryDays());
    }

    private static HoldingRow row(RankedHolding ranked) {
        Holding holding = ranked.holding();
        return new HoldingRow(
                holding.symbol(),
                holding.quantity(),
                holding.cost().divide(holding.quantity(), 6, RoundingMode.HALF_UP),
                holding.price(),
                holding.value()
                        .setScale(
                                Math.min(6, Math.max(2, holding.value().scale())),
                                RoundingMode.HALF_UP),
                ranked.weight(),
                ranked.returnPercent(),
                ranked.score(),
                ranked.recommendation(),
                ranked.rank(),
                ranked.returnRank(),
                ranked.scoreRank());
    }

    /// Every k-th day, counted from the last.
    private static List<Day> thinned(List<DayGrowth> growth, int step) {
        List<Day> days = new ArrayList<>();
        for (int i = (growth.size() - 1) % step; i < growth.size(); i += step) {
            DayGrowth day = growth.get(i);
            BigDecimal value = day.value().value();
            days.add(
                    new Day(
                            day.value().day(),
                            value.setScale(2, RoundingMode.HALF_UP),
                            day.ttwror(),
                            day.value().closed() ? null : true));
        }
        return days;
    }
}
