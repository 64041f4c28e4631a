package de.aktienanalyse.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A depot, its worth and its figures. Said by verwaltung (`verwaltung.depot`) and auswertung.
public sealed interface PortfolioEvent extends Event {
    String portfolioId();

    @Override
    default String subject() {
        return portfolioId();
    }

    enum PositionAction {
        @JsonProperty("buy")
        BUY,
        @JsonProperty("sell")
        SELL,
        @JsonProperty("update")
        UPDATE
    }

    enum TriggerReason {
        @JsonProperty("price_update")
        PRICE_UPDATE,
        @JsonProperty("position_change")
        POSITION_CHANGE,
        @JsonProperty("manual_refresh")
        MANUAL_REFRESH
    }

    enum RiskAssessment {
        LOW,
        MODERATE,
        HIGH
    }

    enum RebalancingAction {
        REDUCE,
        INCREASE,
        SELL,
        BUY
    }

    /// One holding.
    ///
    /// @param averageCost cost per share including fees, in currency
    /// @param price newest price; null when none is known yet, then value is at cost
    /// @param change unrealised gain, in currency
    /// @param changePercent unrealised gain in percent of cost
    /// @param weight share of the total value, 0..1
    record Position(
            String symbol,
            @Nullable String isin,
            @Nullable String name,
            BigDecimal quantity,
            BigDecimal averageCost,
            @Nullable BigDecimal price,
            BigDecimal value,
            BigDecimal change,
            BigDecimal changePercent,
            @Nullable BigDecimal weight,
            @Nullable String currency) {
        public Position {
            Must.name(symbol, "symbol");
            Must.have(quantity, "quantity");
            Must.have(averageCost, "averageCost");
            Must.have(value, "value");
            Must.have(change, "change");
            Must.have(changePercent, "changePercent");
        }
    }

    /// The whole depot, valued.
    ///
    /// @param totalValue positions and cash
    /// @param totalChange unrealised and realised gain since the start, in currency
    /// @param revision grows with every booking; an older one is ignored
    @EventType(
            value = "portfolio.valuation.updated",
            delivery = Delivery.LATEST,
            source = "verwaltung.depot")
    record ValuationUpdated(
            String portfolioId,
            BigDecimal totalValue,
            BigDecimal totalChange,
            BigDecimal totalChangePercent,
            int positionsCount,
            Instant lastUpdated,
            List<Position> positions,
            @Nullable BigDecimal cash,
            @Nullable String currency,
            @Nullable Long revision)
            implements PortfolioEvent {
        public ValuationUpdated {
            Must.name(portfolioId, "portfolioId");
            Must.have(totalValue, "totalValue");
            Must.have(totalChange, "totalChange");
            Must.have(totalChangePercent, "totalChangePercent");
            Must.have(lastUpdated, "lastUpdated");
            positions = Must.list(positions, "positions");
        }
    }

    /// A holding was bought, sold or corrected.
    ///
    /// @param quantity held after the change
    /// @param price of the trade that changed it
    /// @param value quantity × price
    /// @param change unrealised gain after the change, in currency
    /// @param executionId the trade that caused it; null for corrections
    @EventType(
            value = "portfolio.position.changed",
            delivery = Delivery.EVERY,
            source = "verwaltung.depot")
    record PositionChanged(
            String portfolioId,
            String symbol,
            @Nullable String isin,
            PositionAction action,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal value,
            BigDecimal change,
            BigDecimal changePercent,
            Instant timestamp,
            @Nullable String currency,
            @Nullable String executionId,
            @Nullable Long revision)
            implements PortfolioEvent {
        public PositionChanged {
            Must.name(portfolioId, "portfolioId");
            Must.name(symbol, "symbol");
            Must.have(action, "action");
            Must.have(quantity, "quantity");
            Must.have(price, "price");
            Must.have(value, "value");
            Must.have(change, "change");
            Must.have(changePercent, "changePercent");
            Must.have(timestamp, "timestamp");
        }
    }

    enum CashFlowKind {
        @JsonProperty("deposit")
        DEPOSIT,
        @JsonProperty("withdrawal")
        WITHDRAWAL,
        @JsonProperty("dividend")
        DIVIDEND,
        @JsonProperty("interest")
        INTEREST,
        @JsonProperty("fee")
        FEE,
        @JsonProperty("tax")
        TAX
    }

    /// Cash came or went other than by a trade. Without it no return could be rebuilt from the
    /// journal alone.
    ///
    /// @param amount signed: a deposit is positive
    /// @param balance cash after it
    /// @param symbol the share that paid a dividend; null otherwise
    /// @param flowId the same id twice is the same flow
    /// @param timestamp in market time: during a replay the day of the replayed bar
    @EventType(
            value = "portfolio.cash.changed",
            delivery = Delivery.EVERY,
            source = "verwaltung.depot")
    record CashChanged(
            String portfolioId,
            CashFlowKind kind,
            BigDecimal amount,
            BigDecimal balance,
            String currency,
            @Nullable String symbol,
            String flowId,
            Instant timestamp,
            @Nullable Long revision)
            implements PortfolioEvent {
        public CashChanged {
            Must.name(portfolioId, "portfolioId");
            Must.have(kind, "kind");
            Must.have(amount, "amount");
            Must.have(balance, "balance");
            Must.have(currency, "currency");
            Must.name(flowId, "flowId");
            Must.have(timestamp, "timestamp");
        }
    }

    /// The worth of a depot moved.
    @EventType(
            value = "portfolio.value.changed",
            delivery = Delivery.LATEST,
            source = "verwaltung.depot")
    record ValueChanged(
            String portfolioId,
            BigDecimal previousValue,
            BigDecimal currentValue,
            BigDecimal change,
            BigDecimal changePercent,
            TriggerReason triggerReason,
            Instant timestamp,
            @Nullable String currency)
            implements PortfolioEvent {
        public ValueChanged {
            Must.name(portfolioId, "portfolioId");
            Must.have(previousValue, "previousValue");
            Must.have(currentValue, "currentValue");
            Must.have(change, "change");
            Must.have(changePercent, "changePercent");
            Must.have(triggerReason, "triggerReason");
            Must.have(timestamp, "timestamp");
        }
    }

    /// Figures in percent, drawdown negative, as the spec gives them; null when they cannot be
    /// computed.
    ///
    /// @param totalReturn time-weighted, in percent
    /// @param sharpeRatio annualised
    /// @param maxDrawdown in percent, ≤ 0
    /// @param volatility annualised, in percent
    record PerformanceMetrics(
            @Nullable BigDecimal totalReturn,
            @Nullable BigDecimal sharpeRatio,
            @Nullable BigDecimal maxDrawdown,
            @Nullable BigDecimal volatility) {}

    /// @param returnPercent in percent of cost
    record TopPerformer(String symbol, @JsonProperty("return") BigDecimal returnPercent) {
        public TopPerformer {
            Must.name(symbol, "symbol");
            Must.have(returnPercent, "return");
        }
    }

    /// @param quantity whole shares; null when only a hint
    record RebalancingSuggestion(
            RebalancingAction action,
            String symbol,
            String reason,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal currentWeight,
            @Nullable BigDecimal targetWeight) {
        public RebalancingSuggestion {
            Must.have(action, "action");
            Must.name(symbol, "symbol");
            Must.have(reason, "reason");
        }
    }

    /// How each figure was computed, so that two figures are never compared by accident.
    ///
    /// @param from first day with a value
    /// @param observations daily returns used
    /// @param status `OK`, or why a figure is missing: `NOT_ENOUGH_DATA`, `NO_CAPITAL`
    record FigureConvention(
            String returns,
            String deviation,
            int periodsPerYear,
            BigDecimal riskFree,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            int observations,
            String status) {
        public FigureConvention {
            Must.have(returns, "returns");
            Must.have(deviation, "deviation");
            Must.have(riskFree, "riskFree");
            Must.have(status, "status");
        }
    }

    @EventType(
            value = "portfolio.performance.updated",
            delivery = Delivery.EVERY,
            source = "auswertung.performance-analytics")
    record PerformanceUpdated(
            String portfolioId,
            PerformanceMetrics performanceMetrics,
            List<TopPerformer> topPerformers,
            @Nullable RiskAssessment riskAssessment,
            List<RebalancingSuggestion> rebalancingSuggestions,
            @Nullable FigureConvention convention,
            @Nullable BigDecimal totalValue,
            @Nullable String currency,
            @Nullable Instant asOf)
            implements PortfolioEvent {
        public PerformanceUpdated {
            Must.name(portfolioId, "portfolioId");
            Must.have(performanceMetrics, "performanceMetrics");
            topPerformers = Must.list(topPerformers, "topPerformers");
            rebalancingSuggestions = Must.list(rebalancingSuggestions, "rebalancingSuggestions");
        }
    }

    /// @param targetWeights null: equal weights
    @EventType(
            value = "portfolio.rebalancing.requested",
            delivery = Delivery.EVERY,
            source = "auswertung.rebalancing")
    record RebalancingRequested(
            String portfolioId, @Nullable String reason, @Nullable List<TargetWeight> targetWeights)
            implements PortfolioEvent {
        public RebalancingRequested {
            Must.name(portfolioId, "portfolioId");
            targetWeights = Must.optionalList(targetWeights, "targetWeights");
        }

        /// The spec subscribes to exactly the event type.
        @Override
        public String routingKey() {
            return EventTypes.nameOf(getClass());
        }
    }

    /// @param weight 0..1
    record TargetWeight(String symbol, BigDecimal weight) {
        public TargetWeight {
            Must.name(symbol, "symbol");
            Must.have(weight, "weight");
        }
    }

    /// @param band how far a weight may stray before it is brought back, 0..1
    @EventType(
            value = "portfolio.rebalancing.proposed",
            delivery = Delivery.EVERY,
            source = "auswertung.rebalancing")
    record RebalancingProposed(
            String portfolioId,
            List<RebalancingSuggestion> suggestions,
            @Nullable BigDecimal band,
            @Nullable String note,
            Instant timestamp)
            implements PortfolioEvent {
        public RebalancingProposed {
            Must.name(portfolioId, "portfolioId");
            suggestions = Must.list(suggestions, "suggestions");
            Must.have(timestamp, "timestamp");
        }
    }
}
