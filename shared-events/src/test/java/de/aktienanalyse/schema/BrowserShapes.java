package de.aktienanalyse.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import de.aktienanalyse.events.AlertEvent;
import de.aktienanalyse.events.CrossSystemEvent;
import de.aktienanalyse.events.MarketEvent;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import de.aktienanalyse.events.PortfolioEvent;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.StockEvent.AnalysisType;
import de.aktienanalyse.events.StockEvent.RiskLevel;
import de.aktienanalyse.events.StockEvent.ScorePart;
import de.aktienanalyse.events.StockEvent.TechnicalIndicators;
import de.aktienanalyse.events.SystemEvent;
import de.aktienanalyse.events.UserEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Browser names and shapes as DESIGN §4 and the spec's data classes have them, to test with. What
/// browsers really get is decided by the gateway's `BrowserView`.
final class BrowserShapes {
    static final Map<String, List<Class<?>>> ALL =
            Map.ofEntries(
                    Map.entry("market.price_update", List.of(MarketEvent.PriceUpdated.class)),
                    Map.entry("market.bar", List.of(MarketEvent.BarClosed.class)),
                    Map.entry("market.alert", List.of(AlertEvent.Triggered.class)),
                    Map.entry("analysis.complete", List.of(AnalysisComplete.class)),
                    Map.entry("portfolio.update", List.of(PortfolioEvent.ValuationUpdated.class)),
                    Map.entry(
                            "portfolio.position_changed",
                            List.of(PortfolioEvent.PositionChanged.class)),
                    Map.entry(
                            "portfolio.value_changed", List.of(PortfolioEvent.ValueChanged.class)),
                    Map.entry(
                            "portfolio.performance",
                            List.of(PortfolioEvent.PerformanceUpdated.class)),
                    Map.entry(
                            "portfolio.rebalancing",
                            List.of(
                                    PortfolioEvent.RebalancingRequested.class,
                                    PortfolioEvent.RebalancingProposed.class)),
                    Map.entry("trading.order_created", List.of(OrderCreated.class)),
                    Map.entry("trading.order_modified", List.of(OrderModified.class)),
                    Map.entry("trading.order_filled", List.of(OrderFilled.class)),
                    Map.entry("trading.order_cancelled", List.of(OrderEvent.Cancelled.class)),
                    Map.entry("trading.order_expired", List.of(OrderEvent.Expired.class)),
                    Map.entry("trading.order_failed", List.of(OrderEvent.Failed.class)),
                    Map.entry(
                            "intelligence.recommendation",
                            List.of(CrossSystemEvent.IntelligenceTriggered.class)),
                    Map.entry("system.service_status", List.of(SystemEvent.StatusReported.class)),
                    Map.entry(
                            "system.performance_alert",
                            List.of(SystemEvent.PerformanceAlertRaised.class)),
                    Map.entry("system.error", List.of(ErrorOccurred.class)),
                    Map.entry("user.notification", List.of(UserEvent.Notified.class)));

    private BrowserShapes() {}

    enum Side {
        @JsonProperty("buy")
        BUY,
        @JsonProperty("sell")
        SELL
    }

    enum FillStatus {
        @JsonProperty("filled")
        FILLED,
        @JsonProperty("partially_filled")
        PARTIALLY_FILLED
    }

    enum Advice {
        @JsonProperty("buy")
        BUY,
        @JsonProperty("hold")
        HOLD,
        @JsonProperty("sell")
        SELL
    }

    record OrderCreated(
            String orderId,
            String symbol,
            OrderType orderType,
            Side side,
            BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal stopPrice,
            String status,
            Instant createdAt,
            @Nullable String clientOrderId,
            @Nullable String portfolioId,
            @Nullable String isin,
            @Nullable String currency,
            @Nullable TimeInForce timeInForce,
            @Nullable String broker,
            @Nullable Long revision) {}

    record OrderModified(
            String orderId,
            String symbol,
            OrderType orderType,
            Side side,
            BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal stopPrice,
            String status,
            Instant modifiedAt,
            @Nullable String clientOrderId,
            @Nullable String portfolioId,
            @Nullable String currency,
            @Nullable Long revision) {}

    /// @param quantity what was ordered
    /// @param filledQuantity of all fills so far
    /// @param fillPrice of this fill
    /// @param totalValue of this fill, without fees
    /// @param fees of this fill
    /// @param lastQuantity of this fill
    record OrderFilled(
            String orderId,
            String symbol,
            Side side,
            BigDecimal quantity,
            BigDecimal filledQuantity,
            BigDecimal fillPrice,
            BigDecimal totalValue,
            @Nullable BigDecimal fees,
            FillStatus status,
            Instant filledAt,
            BigDecimal lastQuantity,
            @Nullable BigDecimal remainingQuantity,
            @Nullable String clientOrderId,
            @Nullable String portfolioId,
            @Nullable String executionId,
            @Nullable String isin,
            @Nullable String currency,
            @Nullable String broker,
            @Nullable Long revision) {}

    /// @param score 0 (worst) .. 20 (best)
    record AnalysisResult(
            BigDecimal score,
            @Nullable TechnicalIndicators technicalIndicators,
            @Nullable BigDecimal targetPrice,
            @Nullable RiskLevel riskLevel,
            @Nullable BigDecimal price,
            @Nullable Instant asOf,
            @Nullable Integer bars,
            @Nullable String scoringVersion,
            @Nullable List<ScorePart> parts) {}

    /// @param confidenceScore 0..1
    record AnalysisComplete(
            String analysisId,
            AnalysisType analysisType,
            String symbol,
            AnalysisResult result,
            BigDecimal confidenceScore,
            Advice recommendation,
            Instant completedAt,
            @Nullable String isin,
            @Nullable String currency) {}

    record ErrorOccurred(
            String errorId,
            String serviceName,
            String errorType,
            String errorMessage,
            Severity severity,
            boolean userAffected,
            Instant timestamp) {}
}
