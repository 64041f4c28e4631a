package de.aktienanalyse.verwaltung;

import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.commands.Command.GetOrderHistory;
import de.aktienanalyse.commands.Command.GetPortfolio;
import de.aktienanalyse.commands.Command.ImportTransactions;
import de.aktienanalyse.commands.Command.ModifyOrder;
import de.aktienanalyse.commands.Command.PlaceOrder;
import de.aktienanalyse.commands.Command.RefreshPortfolio;
import de.aktienanalyse.commands.Command.SubscribeAlerts;
import de.aktienanalyse.commands.Command.UpdatePosition;
import de.aktienanalyse.events.AlertEvent;
import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.CrossSystemEvent.IntelligenceTriggered;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.OrderEvent.Created;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.OrderEvent.Expired;
import de.aktienanalyse.events.OrderEvent.Failed;
import de.aktienanalyse.events.OrderEvent.Modified;
import de.aktienanalyse.events.PortfolioEvent.CashChanged;
import de.aktienanalyse.events.PortfolioEvent.PerformanceUpdated;
import de.aktienanalyse.events.PortfolioEvent.PositionChanged;
import de.aktienanalyse.events.PortfolioEvent.ValuationUpdated;
import de.aktienanalyse.events.PortfolioEvent.ValueChanged;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.verwaltung.alerts.Alerts;
import de.aktienanalyse.verwaltung.depot.Corrections;
import de.aktienanalyse.verwaltung.depot.Valuations;
import de.aktienanalyse.verwaltung.imports.Imports;
import de.aktienanalyse.verwaltung.orders.BarExecutions;
import de.aktienanalyse.verwaltung.orders.OrderDesk;
import de.aktienanalyse.verwaltung.orders.OrderHistory;
import de.aktienanalyse.verwaltung.overview.PortfolioOverview;
import de.aktienanalyse.verwaltung.ranking.Rankings;
import de.aktienanalyse.verwaltung.watchlist.AutoImport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Commands and recommendations become orders, bars fill them, fills change the depot, prices its
/// worth.
@Configuration
class VerwaltungFlow {

    /// Command → order; bar → fill, booking.
    @Bean
    Flow tradingFlow(OrderDesk desk, BarExecutions executions, OrderHistory history) {
        return new Flow("verwaltung.broker-integration")
                .obeys(PlaceOrder.class)
                .says(Created.class, Failed.class)
                .by(desk::place)
                .obeys(ModifyOrder.class)
                .says(Modified.class)
                .by(desk::modify)
                .obeys(CancelOrder.class)
                .says(Cancelled.class)
                .by(desk::cancel)
                .obeys(GetOrderHistory.class)
                .answers(history::page)
                .hears(BarClosed.class)
                .refusingReplays()
                .says(
                        CashChanged.class,
                        Executed.class,
                        PositionChanged.class,
                        Cancelled.class,
                        Expired.class,
                        Failed.class)
                .by(executions::onBar);
    }

    /// Booking, price → what it is worth.
    @Bean
    Flow depotFlow(
            Valuations valuations,
            Corrections corrections,
            Imports imports,
            PortfolioOverview overview) {
        return new Flow("verwaltung.depot")
                .watches(PositionChanged.class)
                .says(ValuationUpdated.class, ValueChanged.class)
                .by(heard -> valuations.onBooking(heard, heard.data().revision()))
                .watches(CashChanged.class)
                .says(ValuationUpdated.class, ValueChanged.class)
                .by(heard -> valuations.onBooking(heard, heard.data().revision()))
                .watches(PriceUpdated.class)
                .says(ValuationUpdated.class, ValueChanged.class)
                .by(valuations::onPrice)
                .obeys(RefreshPortfolio.class)
                .says(ValuationUpdated.class, ValueChanged.class)
                .by(valuations::refresh)
                .obeys(UpdatePosition.class)
                .says(PositionChanged.class)
                .by(corrections::update)
                .obeys(ImportTransactions.class)
                .says(Executed.class, PositionChanged.class, CashChanged.class)
                .by(imports::importTransactions)
                .obeys(GetPortfolio.class)
                .answers(overview::snapshot);
    }

    /// Score, recommendation → watchlist, and an order where the owner allowed it. A replay fills
    /// the watchlist again and orders nothing: [AutoImport] looks at that itself.
    @Bean
    Flow crossSystemSyncFlow(AutoImport autoImport) {
        return new Flow("verwaltung.cross-system-sync")
                .hears(AnalysisCompleted.class)
                .says(Created.class, Failed.class)
                .by(autoImport::onAnalysis)
                .hears(IntelligenceTriggered.class)
                .says(Created.class, Failed.class)
                .by(autoImport::onRecommendation);
    }

    /// Figures → ranks; the orchestrator asks for them.
    @Bean
    Flow performanceEngineFlow(Rankings rankings) {
        return new Flow("verwaltung.performance-engine")
                .hears(PerformanceUpdated.class)
                .quietly(rankings::onPerformance)
                .watches(DataRequested.class)
                .says(DataProvided.class)
                .by(rankings::onRequest);
    }

    /// Rules of the users' → alerts.
    @Bean
    Flow alertsFlow(Alerts alerts) {
        return new Flow("verwaltung.alerts")
                .obeys(SubscribeAlerts.class)
                .by(alerts::subscribe)
                .hears(BarClosed.class)
                .refusingReplays()
                .says(AlertEvent.Triggered.class)
                .by(alerts::onBar);
    }
}
