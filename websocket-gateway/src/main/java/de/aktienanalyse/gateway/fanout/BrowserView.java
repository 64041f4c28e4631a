package de.aktienanalyse.gateway.fanout;

import de.aktienanalyse.events.AlertEvent;
import de.aktienanalyse.events.CrossSystemEvent;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.PortfolioEvent;
import de.aktienanalyse.events.StockEvent;
import de.aktienanalyse.events.SystemEvent;
import de.aktienanalyse.events.UserEvent;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Both names of an event: the bus's and the browser's. A new event does not compile until it is
/// decided here whether browsers see it, and under which name.
final class BrowserView {
    private BrowserView() {}

    /// How browsers see an event.
    ///
    /// @param event browser name
    /// @param data as spec part 2 has it
    /// @param symbol what a filter by share looks at; null when it concerns none
    /// @param portfolioId what a filter by portfolio looks at; null when it concerns none
    /// @param userId the one user it is for; null: everybody
    record Shown(
            String event,
            Object data,
            @Nullable String symbol,
            @Nullable String portfolioId,
            @Nullable String userId) {

        /// For everybody.
        Shown(String event, Object data, @Nullable String symbol, @Nullable String portfolioId) {
            this(event, data, symbol, portfolioId, null);
        }

        /// The category of spec part 3.1: the first label.
        String type() {
            return event.substring(0, event.indexOf('.'));
        }
    }

    /// Empty for what the services only say to each other.
    static Optional<Shown> of(EventEnvelope<? extends Event> heard) {
        return Optional.ofNullable(
                switch (heard.data()) {
                    case MarketEvent event -> market(event);
                    case AlertEvent.Triggered e -> new Shown("market.alert", e, e.symbol(), null);
                    case StockEvent event -> stock(event, heard.timestamp());
                    case PortfolioEvent event -> portfolio(event);
                    case OrderEvent event -> order(event);
                    case CrossSystemEvent event -> crossSystem(event);
                    case SystemEvent event -> system(event);
                    case UserEvent event -> user(event);
                });
    }

    private static Shown market(MarketEvent event) {
        return switch (event) {
            case MarketEvent.PriceUpdated e ->
                    new Shown("market.price_update", e, e.symbol(), null);
            case MarketEvent.BarClosed e -> new Shown("market.bar", e, e.symbol(), null);
        };
    }

    private static Shown stock(StockEvent event, Instant saidAt) {
        return switch (event) {
            case StockEvent.AnalysisCompleted e ->
                    new Shown(
                            "analysis.complete",
                            BrowserData.AnalysisComplete.of(e, saidAt),
                            e.symbol(),
                            null);
        };
    }

    private static @Nullable Shown portfolio(PortfolioEvent event) {
        String portfolio = event.portfolioId();
        return switch (event) {
            case PortfolioEvent.ValuationUpdated e ->
                    new Shown("portfolio.update", e, null, portfolio);
            case PortfolioEvent.PositionChanged e ->
                    new Shown("portfolio.position_changed", e, e.symbol(), portfolio);
            case PortfolioEvent.ValueChanged e ->
                    new Shown("portfolio.value_changed", e, null, portfolio);
            case PortfolioEvent.PerformanceUpdated e ->
                    new Shown("portfolio.performance", e, null, portfolio);
            case PortfolioEvent.RebalancingRequested e ->
                    new Shown("portfolio.rebalancing", e, null, portfolio);
            case PortfolioEvent.RebalancingProposed e ->
                    new Shown("portfolio.rebalancing", e, null, portfolio);
            // The balance is in portfolio.update; the flow itself is for those who compute returns.
            case PortfolioEvent.CashChanged _ -> null;
        };
    }

    private static Shown order(OrderEvent event) {
        String symbol = event.symbol();
        return switch (event) {
            case OrderEvent.Created e ->
                    new Shown(
                            "trading.order_created",
                            BrowserData.OrderCreated.of(e),
                            symbol,
                            e.portfolioId());
            case OrderEvent.Modified e ->
                    new Shown(
                            "trading.order_modified",
                            BrowserData.OrderModified.of(e),
                            symbol,
                            e.portfolioId());
            case OrderEvent.Executed e ->
                    new Shown(
                            "trading.order_filled",
                            BrowserData.OrderFilled.of(e),
                            symbol,
                            e.portfolioId());
            case OrderEvent.Cancelled e ->
                    new Shown("trading.order_cancelled", e, symbol, e.portfolioId());
            case OrderEvent.Expired e ->
                    new Shown("trading.order_expired", e, symbol, e.portfolioId());
            case OrderEvent.Failed e ->
                    new Shown("trading.order_failed", e, symbol, e.portfolioId());
        };
    }

    private static @Nullable Shown crossSystem(CrossSystemEvent event) {
        return switch (event) {
            case CrossSystemEvent.IntelligenceTriggered e ->
                    new Shown(
                            "intelligence.recommendation",
                            e,
                            e.recommendation().symbol(),
                            e.portfolioId());
            case CrossSystemEvent.DataRequested _,
                    CrossSystemEvent.DataProvided _,
                    CrossSystemEvent.PerformanceRequested _ ->
                    null;
        };
    }

    private static Shown system(SystemEvent event) {
        return switch (event) {
            case SystemEvent.StatusReported e -> new Shown("system.service_status", e, null, null);
            case SystemEvent.PerformanceAlertRaised e ->
                    new Shown("system.performance_alert", e, null, null);
            case SystemEvent.ErrorOccurred e ->
                    new Shown("system.error", BrowserData.ErrorOccurred.of(e), null, null);
        };
    }

    private static @Nullable Shown user(UserEvent event) {
        return switch (event) {
            case UserEvent.Notified e -> new Shown("user.notification", e, null, null, e.userId());
            case UserEvent.CommandProgressed e ->
                    new Shown("user.command_progress", e, null, null, e.actor());
            // For the one who asked, not for subscribers: the command desk tells it as
            // command_response.
            case UserEvent.CommandCompleted _ -> null;
        };
    }
}
