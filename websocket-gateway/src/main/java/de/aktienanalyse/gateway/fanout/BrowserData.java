package de.aktienanalyse.gateway.fanout;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.StockEvent;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import de.aktienanalyse.events.StockEvent.AnalysisType;
import de.aktienanalyse.events.StockEvent.RiskLevel;
import de.aktienanalyse.events.StockEvent.ScorePart;
import de.aktienanalyse.events.StockEvent.TechnicalIndicators;
import de.aktienanalyse.events.SystemEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `data` of the browser events whose shape in spec part 2 is not that of the bus event. Fields of
/// the spec first, then what a row needs beyond them.
final class BrowserData {
    private BrowserData() {}

    enum Side {
        @JsonProperty("buy")
        BUY,
        @JsonProperty("sell")
        SELL;

        static Side of(OrderEvent.Side side) {
            return switch (side) {
                case BUY -> BUY;
                case SELL -> SELL;
            };
        }
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

    /// `trading.order_created`. The spec's client reads `price` and `stop_price` also when there is
    /// none.
    record OrderCreated(
            String orderId,
            String symbol,
            OrderType orderType,
            Side side,
            BigDecimal quantity,
            @JsonInclude(Include.ALWAYS) @Nullable BigDecimal price,
            @JsonInclude(Include.ALWAYS) @Nullable BigDecimal stopPrice,
            String status,
            Instant createdAt,
            @Nullable String clientOrderId,
            @Nullable String portfolioId,
            @Nullable String isin,
            @Nullable String currency,
            @Nullable TimeInForce timeInForce,
            @Nullable String broker,
            @Nullable Long revision) {

        static OrderCreated of(OrderEvent.Created e) {
            return new OrderCreated(
                    e.orderId(),
                    e.symbol(),
                    e.orderType(),
                    Side.of(e.side()),
                    e.quantity(),
                    e.price(),
                    e.stopPrice(),
                    e.status(),
                    e.createdAt(),
                    e.clientOrderId(),
                    e.portfolioId(),
                    e.isin(),
                    e.currency(),
                    e.timeInForce(),
                    e.broker(),
                    e.revision());
        }
    }

    /// `trading.order_modified`.
    record OrderModified(
            String orderId,
            String symbol,
            OrderType orderType,
            Side side,
            BigDecimal quantity,
            @JsonInclude(Include.ALWAYS) @Nullable BigDecimal price,
            @JsonInclude(Include.ALWAYS) @Nullable BigDecimal stopPrice,
            String status,
            Instant modifiedAt,
            @Nullable String clientOrderId,
            @Nullable String portfolioId,
            @Nullable String currency,
            @Nullable Long revision) {

        static OrderModified of(OrderEvent.Modified e) {
            return new OrderModified(
                    e.orderId(),
                    e.symbol(),
                    e.orderType(),
                    Side.of(e.side()),
                    e.quantity(),
                    e.price(),
                    e.stopPrice(),
                    e.status(),
                    e.modifiedAt(),
                    e.clientOrderId(),
                    e.portfolioId(),
                    e.currency(),
                    e.revision());
        }
    }

    /// `trading.order_filled`, also for a part.
    ///
    /// @param quantity what was ordered; of this fill when the event does not tell
    /// @param filledQuantity of all fills so far
    /// @param fillPrice of this fill
    /// @param totalValue of this fill, without fees
    /// @param fees of this fill
    /// @param lastQuantity of this fill (FIX LastQty)
    record OrderFilled(
            String orderId,
            String symbol,
            Side side,
            BigDecimal quantity,
            BigDecimal filledQuantity,
            BigDecimal fillPrice,
            BigDecimal totalValue,
            @JsonInclude(Include.ALWAYS) @Nullable BigDecimal fees,
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
            @Nullable Long revision) {

        static OrderFilled of(OrderEvent.Executed e) {
            BigDecimal ordered = e.orderQuantity();
            BigDecimal filled = e.filledQuantity();
            return new OrderFilled(
                    e.orderId(),
                    e.symbol(),
                    Side.of(e.side()),
                    ordered == null ? e.quantity() : ordered,
                    filled == null ? e.quantity() : filled,
                    e.price(),
                    e.totalValue(),
                    e.fees(),
                    switch (e.executionStatus()) {
                        case FILLED -> FillStatus.FILLED;
                        case PARTIALLY_FILLED -> FillStatus.PARTIALLY_FILLED;
                    },
                    e.executionTimestamp(),
                    e.quantity(),
                    e.remainingQuantity(),
                    e.clientOrderId(),
                    e.portfolioId(),
                    e.executionId(),
                    e.isin(),
                    e.currency(),
                    e.broker(),
                    e.revision());
        }
    }

    /// What an analysis found.
    ///
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

    /// `analysis.complete`.
    ///
    /// @param analysisType technical when a foreign event does not tell
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
            @Nullable String currency) {

        /// @param saidAt for a foreign event that does not tell when it was completed
        static AnalysisComplete of(AnalysisCompleted e, Instant saidAt) {
            AnalysisType type = e.analysisType();
            Instant completed = e.completedAt();
            return new AnalysisComplete(
                    e.analysisId(),
                    type == null ? AnalysisType.TECHNICAL : type,
                    e.symbol(),
                    new AnalysisResult(
                            e.score(),
                            e.technicalIndicators(),
                            e.targetPrice(),
                            e.riskLevel(),
                            e.price(),
                            e.asOf(),
                            e.bars(),
                            e.scoringVersion(),
                            e.parts()),
                    e.confidence(),
                    advice(e.recommendation()),
                    completed == null ? saidAt : completed,
                    e.isin(),
                    e.currency());
        }

        private static Advice advice(StockEvent.Recommendation recommendation) {
            return switch (recommendation) {
                case BUY -> Advice.BUY;
                case HOLD -> Advice.HOLD;
                case SELL -> Advice.SELL;
            };
        }
    }

    /// `system.error`: without the stack trace, which stays on the bus.
    record ErrorOccurred(
            String errorId,
            String serviceName,
            String errorType,
            String errorMessage,
            Severity severity,
            boolean userAffected,
            Instant timestamp) {

        static ErrorOccurred of(SystemEvent.ErrorOccurred e) {
            return new ErrorOccurred(
                    e.errorId(),
                    e.serviceName(),
                    e.errorType(),
                    e.errorMessage(),
                    e.severity(),
                    e.userAffected(),
                    e.timestamp());
        }
    }
}
