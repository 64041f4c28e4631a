package de.aktienanalyse.auswertung;

import de.aktienanalyse.auswertung.announcement.CrossSystemDesk;
import de.aktienanalyse.auswertung.announcement.PerformanceDesk;
import de.aktienanalyse.auswertung.announcement.TradeAnalytics;
import de.aktienanalyse.auswertung.ranking.Rankings;
import de.aktienanalyse.auswertung.rebalancing.Rebalancing;
import de.aktienanalyse.auswertung.reports.Reports;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.commands.Command.GenerateReport;
import de.aktienanalyse.commands.Command.GetPerformance;
import de.aktienanalyse.commands.Command.GetReport;
import de.aktienanalyse.commands.Command.GetReports;
import de.aktienanalyse.commands.Command.RequestRebalancing;
import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.CrossSystemEvent.PerformanceRequested;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.PortfolioEvent.CashChanged;
import de.aktienanalyse.events.PortfolioEvent.PerformanceUpdated;
import de.aktienanalyse.events.PortfolioEvent.PositionChanged;
import de.aktienanalyse.events.PortfolioEvent.RebalancingProposed;
import de.aktienanalyse.events.PortfolioEvent.RebalancingRequested;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Trades, cash, bars and scores become figures; figures become proposals.
@Configuration
@EnableScheduling
class AuswertungFlow {

    /// One group for all that is booked, so that one projection sees it. Figures are said on a beat
    /// of their own, see `Announcements`.
    @Bean
    Flow tradesFlow(TradeAnalytics trades) {
        return new Flow("auswertung.trade-analytics")
                .hears(OrderEvent.Executed.class)
                .quietly(trades::executed)
                .hears(CashChanged.class)
                .quietly(trades::cashChanged)
                .hears(PositionChanged.class)
                .quietly(trades::positionChanged)
                .hears(BarClosed.class)
                .quietly(trades::barClosed)
                .says(PerformanceUpdated.class);
    }

    @Bean
    Flow performanceFlow(
            Rankings rankings, PerformanceDesk desk, Reports reports, CrossSystemDesk modules) {
        return new Flow("auswertung.performance-analytics")
                .hears(AnalysisCompleted.class)
                .quietly(rankings::learn)
                .watches(DataRequested.class)
                .says(DataProvided.class)
                .by(modules::provide)
                .watches(PerformanceRequested.class)
                .by(modules::sayAgain)
                .obeys(GetPerformance.class)
                .answers(desk::performance)
                .obeys(GenerateReport.class)
                .workedOn(reports::generate)
                .obeys(GetReports.class)
                .answers(asked -> reports.list(asked.data()))
                .obeys(GetReport.class)
                .answers(asked -> reports.get(asked.data()));
    }

    @Bean
    Flow rebalancingFlow(Rebalancing rebalancing) {
        return new Flow("auswertung.rebalancing")
                .obeys(RequestRebalancing.class)
                .says(RebalancingRequested.class)
                .by(rebalancing::request)
                .hears(RebalancingRequested.class)
                .says(RebalancingProposed.class)
                .by(rebalancing::propose);
    }
}
