package de.aktienanalyse.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The life of an order. Said by verwaltung (`verwaltung.broker-integration`). Subject is the
/// symbol.
///
/// Every one carries the client's own order id, since a fill may overtake the answer to
/// `place_order`.
public sealed interface OrderEvent extends Event {
    String orderId();

    String symbol();

    @Override
    default String subject() {
        return symbol();
    }

    enum Side {
        BUY,
        SELL
    }

    enum OrderType {
        @JsonProperty("market")
        MARKET,
        @JsonProperty("limit")
        LIMIT,
        @JsonProperty("stop")
        STOP,
        @JsonProperty("stop_limit")
        STOP_LIMIT
    }

    enum TimeInForce {
        @JsonProperty("day")
        DAY,
        @JsonProperty("gtc")
        GTC,
        @JsonProperty("gtd")
        GTD,
        @JsonProperty("ioc")
        IOC,
        @JsonProperty("fok")
        FOK
    }

    enum ExecutionStatus {
        FILLED,
        PARTIALLY_FILLED
    }

    /// @param price limit; null for a market order
    /// @param stopPrice trigger; null without one
    /// @param status where the order stands: `pending`, `accepted`, …
    @EventType(
            value = "trading.order.created",
            delivery = Delivery.EVERY,
            source = "verwaltung.broker-integration")
    record Created(
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
            @Nullable Long revision)
            implements OrderEvent {
        public Created {
            Must.name(orderId, "orderId");
            Must.name(symbol, "symbol");
            Must.have(orderType, "orderType");
            Must.have(side, "side");
            Must.have(quantity, "quantity");
            Must.have(status, "status");
            Must.have(createdAt, "createdAt");
        }
    }

    /// Quantity or prices of a working order were changed; the fields hold what is valid now.
    @EventType(
            value = "trading.order.modified",
            delivery = Delivery.EVERY,
            source = "verwaltung.broker-integration")
    record Modified(
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
            @Nullable Long revision)
            implements OrderEvent {
        public Modified {
            Must.name(orderId, "orderId");
            Must.name(symbol, "symbol");
            Must.have(orderType, "orderType");
            Must.have(side, "side");
            Must.have(quantity, "quantity");
            Must.have(status, "status");
            Must.have(modifiedAt, "modifiedAt");
        }
    }

    /// A fill, whole or part.
    ///
    /// @param quantity of this fill
    /// @param price of this fill
    /// @param totalValue quantity × price, without fees
    /// @param fees of this fill, in currency
    /// @param executionId the trade; the same id twice is the same trade
    /// @param orderQuantity what was ordered
    /// @param filledQuantity of all fills so far (CumQty)
    /// @param remainingQuantity still open (LeavesQty)
    @EventType(
            value = "trading.order.executed",
            delivery = Delivery.EVERY,
            source = "verwaltung.broker-integration")
    record Executed(
            String orderId,
            String symbol,
            Side side,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal totalValue,
            @Nullable BigDecimal fees,
            @Nullable String broker,
            ExecutionStatus executionStatus,
            Instant executionTimestamp,
            @Nullable String clientOrderId,
            @Nullable String portfolioId,
            @Nullable String executionId,
            @Nullable String isin,
            @Nullable String currency,
            @Nullable BigDecimal orderQuantity,
            @Nullable BigDecimal filledQuantity,
            @Nullable BigDecimal remainingQuantity,
            @Nullable Long revision)
            implements OrderEvent {
        public Executed {
            Must.name(orderId, "orderId");
            Must.name(symbol, "symbol");
            Must.have(side, "side");
            Must.have(quantity, "quantity");
            Must.have(price, "price");
            Must.have(totalValue, "totalValue");
            Must.have(executionStatus, "executionStatus");
            Must.have(executionTimestamp, "executionTimestamp");
        }
    }

    @EventType(
            value = "trading.order.cancelled",
            delivery = Delivery.EVERY,
            source = "verwaltung.broker-integration")
    record Cancelled(
            String orderId,
            String symbol,
            String cancelReason,
            @Nullable BigDecimal remainingQuantity,
            Instant cancelledAt,
            @Nullable String clientOrderId,
            @Nullable String portfolioId,
            @Nullable Long revision)
            implements OrderEvent {
        public Cancelled {
            Must.name(orderId, "orderId");
            Must.name(symbol, "symbol");
            Must.have(cancelReason, "cancelReason");
            Must.have(cancelledAt, "cancelledAt");
        }
    }

    @EventType(
            value = "trading.order.expired",
            delivery = Delivery.EVERY,
            source = "verwaltung.broker-integration")
    record Expired(
            String orderId,
            String symbol,
            @Nullable BigDecimal remainingQuantity,
            Instant expiredAt,
            @Nullable String clientOrderId,
            @Nullable String portfolioId,
            @Nullable Long revision)
            implements OrderEvent {
        public Expired {
            Must.name(orderId, "orderId");
            Must.name(symbol, "symbol");
            Must.have(expiredAt, "expiredAt");
        }
    }

    /// Refused by us or by the broker.
    @EventType(
            value = "trading.order.failed",
            delivery = Delivery.EVERY,
            source = "verwaltung.broker-integration")
    record Failed(
            String orderId,
            String symbol,
            String errorCode,
            String errorMessage,
            Instant failedAt,
            @Nullable String clientOrderId,
            @Nullable String portfolioId,
            @Nullable Long revision)
            implements OrderEvent {
        public Failed {
            Must.name(orderId, "orderId");
            Must.name(symbol, "symbol");
            Must.have(errorCode, "errorCode");
            Must.have(errorMessage, "errorMessage");
            Must.have(failedAt, "failedAt");
        }
    }
}
