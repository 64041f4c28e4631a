package de.aktienanalyse.commands;

import com.fasterxml.jackson.annotation.JsonProperty;
import de.aktienanalyse.events.Must;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import de.aktienanalyse.events.PortfolioEvent.TargetWeight;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.StockEvent.AnalysisType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a user wants done. The `data` of a [CommandEnvelope].
///
/// `portfolioId` may be left out: then the user's only or first depot is meant. Lists take `limit`
/// (1..500, default 100) and `cursor`, the `next_cursor` of the page before.
public sealed interface Command
        permits Command.PlaceOrder,
                Command.ModifyOrder,
                Command.CancelOrder,
                Command.RefreshPortfolio,
                Command.UpdatePosition,
                Command.ImportTransactions,
                Command.SubscribeAlerts,
                Command.StartAnalysis,
                Command.GetRecommendations,
                Command.GetPriceHistory,
                Command.GetPortfolio,
                Command.GetOrderHistory,
                Command.GetPerformance,
                Command.RequestRebalancing,
                Command.GenerateReport,
                Command.GetReports,
                Command.GetReport,
                Command.GetSystemStatus,
                BusCommand {

    /// Commands with the same subject are carried out in the order in which they were sent.
    default String subject() {
        return "";
    }

    /// Commands of a queue with competing workers are not carried out before; null: at once.
    default @Nullable Instant startsAt() {
        return null;
    }

    /// @param orderType default market
    /// @param price limit in the share's currency; needed for limit and stop_limit
    /// @param stopPrice trigger; needed for stop and stop_limit
    /// @param clientOrderId the client's own id, comes back on every event of the order
    /// @param timeInForce default gtc
    @CommandType(
            value = "place_order",
            owner = "verwaltung",
            queue = "order.execution",
            effect = true)
    record PlaceOrder(
            String symbol,
            Side side,
            BigDecimal quantity,
            @Nullable OrderType orderType,
            @Nullable BigDecimal price,
            @Nullable BigDecimal stopPrice,
            @Nullable String portfolioId,
            @Nullable String clientOrderId,
            @Nullable TimeInForce timeInForce,
            @Nullable Instant expireTime)
            implements Command {
        public PlaceOrder {
            Must.name(symbol, "symbol");
            Must.have(side, "side");
            Must.have(quantity, "quantity");
        }

        @Override
        public String subject() {
            return portfolioId == null ? "" : portfolioId;
        }
    }

    /// Changes a working order; what is null stays.
    @CommandType(
            value = "modify_order",
            owner = "verwaltung",
            queue = "order.execution",
            effect = true)
    record ModifyOrder(
            String orderId,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal stopPrice)
            implements Command {
        public ModifyOrder {
            Must.name(orderId, "orderId");
        }
    }

    @CommandType(
            value = "cancel_order",
            owner = "verwaltung",
            queue = "order.execution",
            effect = true)
    record CancelOrder(String orderId) implements Command {
        public CancelOrder {
            Must.name(orderId, "orderId");
        }
    }

    @CommandType(
            value = "refresh_portfolio",
            owner = "verwaltung",
            queue = "data.sync",
            effect = true)
    record RefreshPortfolio(@Nullable String portfolioId) implements Command {}

    /// Corrects a holding by hand.
    ///
    /// @param quantity what is held from now on
    /// @param averageCost cost per share, in the share's currency; null keeps it
    @CommandType(
            value = "update_position",
            owner = "verwaltung",
            queue = "data.sync",
            effect = true)
    record UpdatePosition(
            @Nullable String portfolioId,
            String symbol,
            BigDecimal quantity,
            @Nullable BigDecimal averageCost)
            implements Command {
        public UpdatePosition {
            Must.name(symbol, "symbol");
            Must.have(quantity, "quantity");
        }
    }

    /// @param format `portfolio_performance` or `aktienanalyse`
    /// @param content the CSV file's text
    @CommandType(
            value = "import_transactions",
            owner = "verwaltung",
            queue = "data.sync",
            effect = true)
    record ImportTransactions(@Nullable String portfolioId, @Nullable String format, String content)
            implements Command {
        public ImportTransactions {
            Must.have(content, "content");
        }
    }

    enum AlertAction {
        @JsonProperty("create")
        CREATE,
        @JsonProperty("list")
        LIST,
        @JsonProperty("delete")
        DELETE
    }

    enum AlertCondition {
        @JsonProperty("price_above")
        PRICE_ABOVE,
        @JsonProperty("price_below")
        PRICE_BELOW,
        @JsonProperty("volume_above")
        VOLUME_ABOVE,
        @JsonProperty("change_percent_above")
        CHANGE_PERCENT_ABOVE
    }

    /// @param action default create
    /// @param symbol needed to create
    /// @param ruleId needed to delete
    @CommandType(value = "subscribe_alerts", owner = "verwaltung", effect = true)
    record SubscribeAlerts(
            @Nullable AlertAction action,
            @Nullable String symbol,
            @Nullable AlertCondition condition,
            @Nullable BigDecimal threshold,
            @Nullable String ruleId)
            implements Command {}

    /// @param analysisType default technical
    @CommandType(value = "start_analysis", owner = "aktienanalyse", effect = true)
    record StartAnalysis(
            String symbol, @Nullable AnalysisType analysisType, @Nullable RawJson parameters)
            implements Command {
        public StartAnalysis {
            Must.name(symbol, "symbol");
        }
    }

    /// The newest analysis per share, best first.
    @CommandType(value = "get_recommendations", owner = "aktienanalyse", effect = false)
    record GetRecommendations(
            @Nullable String symbol, @Nullable Integer limit, @Nullable String cursor)
            implements Command {}

    /// Daily bars of a share, oldest first.
    @CommandType(value = "get_price_history", owner = "aktienanalyse", effect = false)
    record GetPriceHistory(
            String symbol,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable Integer limit,
            @Nullable String cursor)
            implements Command {
        public GetPriceHistory {
            Must.name(symbol, "symbol");
        }
    }

    @CommandType(value = "get_portfolio", owner = "verwaltung", effect = false)
    record GetPortfolio(@Nullable String portfolioId) implements Command {}

    /// Orders, newest first.
    ///
    /// @param status only orders in this state
    @CommandType(value = "get_order_history", owner = "verwaltung", effect = false)
    record GetOrderHistory(
            @Nullable String portfolioId,
            @Nullable String symbol,
            @Nullable String status,
            @Nullable Integer limit,
            @Nullable String cursor)
            implements Command {}

    @CommandType(value = "get_performance", owner = "auswertung", effect = false)
    record GetPerformance(
            @Nullable String portfolioId, @Nullable LocalDate from, @Nullable LocalDate to)
            implements Command {}

    @CommandType(value = "request_rebalancing", owner = "auswertung", effect = true)
    record RequestRebalancing(
            @Nullable String portfolioId, @Nullable List<TargetWeight> targetWeights)
            implements Command {
        public RequestRebalancing {
            targetWeights = Must.optionalList(targetWeights, "targetWeights");
        }
    }

    /// Several are made at once. How far one is tells `user.command.progress`.
    ///
    /// @param format `csv`
    /// @param notBefore make it then, not at once
    @CommandType(
            value = "generate_report",
            owner = "auswertung",
            queue = "report.generation",
            effect = true)
    record GenerateReport(
            @Nullable String portfolioId,
            @Nullable String format,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable Instant notBefore)
            implements Command {
        @Override
        public @Nullable Instant startsAt() {
            return notBefore;
        }
    }

    /// Reports that were made, the newest first, without their content.
    @CommandType(value = "get_reports", owner = "auswertung", effect = false)
    record GetReports(
            @Nullable String portfolioId, @Nullable Integer limit, @Nullable String cursor)
            implements Command {}

    /// A report with its content.
    @CommandType(value = "get_report", owner = "auswertung", effect = false)
    record GetReport(String reportId) implements Command {
        public GetReport {
            Must.name(reportId, "reportId");
        }
    }

    @CommandType(value = "get_system_status", owner = "event-bus-service", effect = false)
    record GetSystemStatus() implements Command {}
}
