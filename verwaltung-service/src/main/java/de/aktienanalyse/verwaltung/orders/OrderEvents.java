package de.aktienanalyse.verwaltung.orders;

import de.aktienanalyse.events.OrderEvent.Cancelled;
import de.aktienanalyse.events.OrderEvent.Created;
import de.aktienanalyse.events.OrderEvent.Executed;
import de.aktienanalyse.events.OrderEvent.ExecutionStatus;
import de.aktienanalyse.events.OrderEvent.Expired;
import de.aktienanalyse.events.OrderEvent.Failed;
import de.aktienanalyse.events.OrderEvent.Modified;
import de.aktienanalyse.verwaltung.depot.Trade;
import de.aktienanalyse.verwaltung.orders.Order.Terms;
import de.aktienanalyse.verwaltung.orders.Order.Ticket;
import java.math.BigDecimal;

/// An order's steps as the bus hears them.
final class OrderEvents {
    private OrderEvents() {}

    static Created created(Order order) {
        Ticket ticket = order.ticket();
        Terms terms = order.terms();
        return new Created(
                order.orderId(),
                ticket.symbol(),
                ticket.type(),
                ticket.side(),
                terms.quantity(),
                terms.price(),
                terms.stopPrice(),
                order.state().wireName(),
                order.createdAt(),
                ticket.clientOrderId(),
                ticket.portfolioId(),
                ticket.isin(),
                ticket.currency(),
                ticket.timeInForce(),
                ticket.broker(),
                order.revision());
    }

    static Modified modified(Order order) {
        Ticket ticket = order.ticket();
        Terms terms = order.terms();
        return new Modified(
                order.orderId(),
                ticket.symbol(),
                ticket.type(),
                ticket.side(),
                terms.quantity(),
                terms.price(),
                terms.stopPrice(),
                order.state().wireName(),
                order.updatedAt(),
                ticket.clientOrderId(),
                ticket.portfolioId(),
                ticket.currency(),
                order.revision());
    }

    /// @param order after the fill
    static Executed executed(Order order, Trade fill) {
        Ticket ticket = order.ticket();
        return new Executed(
                order.orderId(),
                ticket.symbol(),
                ticket.side(),
                fill.quantity(),
                fill.price(),
                fill.value().amount(),
                fill.fees().amount(),
                ticket.broker(),
                order.state() == OrderState.FILLED
                        ? ExecutionStatus.FILLED
                        : ExecutionStatus.PARTIALLY_FILLED,
                fill.executedAt(),
                ticket.clientOrderId(),
                ticket.portfolioId(),
                fill.executionId(),
                ticket.isin(),
                ticket.currency(),
                order.terms().quantity(),
                order.progress().filled(),
                order.leaves(),
                order.revision());
    }

    static Cancelled cancelled(Order order, String reason) {
        return new Cancelled(
                order.orderId(),
                order.ticket().symbol(),
                reason,
                unfilled(order),
                order.updatedAt(),
                order.ticket().clientOrderId(),
                order.ticket().portfolioId(),
                order.revision());
    }

    static Expired expired(Order order) {
        return new Expired(
                order.orderId(),
                order.ticket().symbol(),
                unfilled(order),
                order.updatedAt(),
                order.ticket().clientOrderId(),
                order.ticket().portfolioId(),
                order.revision());
    }

    static Failed failed(Order order, String code, String message) {
        return new Failed(
                order.orderId(),
                order.ticket().symbol(),
                code,
                message,
                order.updatedAt(),
                order.ticket().clientOrderId(),
                order.ticket().portfolioId(),
                order.revision());
    }

    // What was never filled, also when the order has ended and LeavesQty is 0.
    private static BigDecimal unfilled(Order order) {
        return order.terms().quantity().subtract(order.progress().filled());
    }
}
