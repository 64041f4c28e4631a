package de.aktienanalyse.verwaltung.orders;

import de.aktienanalyse.bus.Cause;
import de.aktienanalyse.events.OrderEvent.OrderType;
import de.aktienanalyse.events.OrderEvent.Side;
import de.aktienanalyse.events.OrderEvent.TimeInForce;
import de.aktienanalyse.verwaltung.broker.Broker;
import de.aktienanalyse.verwaltung.broker.WorkingOrder;
import de.aktienanalyse.verwaltung.depot.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/// An order, immutable: every step makes the next one, with the next revision. An illegal step
/// throws, since it is a mistake of ours and not of the user's.
///
/// While it works, quantity = filled + leaves (FIX: OrderQty = CumQty + LeavesQty).
///
/// @param origin who wanted it: what follows later, a fill, still carries the correlation of its
///   command
/// @param createdAt wall clock, like updatedAt
record Order(
        String orderId,
        Ticket ticket,
        Terms terms,
        OrderState state,
        Progress progress,
        Cause origin,
        Instant createdAt,
        Instant updatedAt,
        long revision) {

    /// What was asked for and never changes.
    ///
    /// @param body fingerprint of the request, to tell a repeat from another order under the same
    ///   client id
    /// @param expireTime market time; only for GTD
    record Ticket(
            String portfolioId,
            String symbol,
            @Nullable String isin,
            String currency,
            Side side,
            OrderType type,
            TimeInForce timeInForce,
            @Nullable Instant expireTime,
            @Nullable String clientOrderId,
            String body,
            String broker) {}

    /// What `modify_order` may change.
    ///
    /// @param price limit
    /// @param stopPrice trigger
    /// @param reservePrice what a share may cost at most as far as can be told; cash is kept back
    ///   for it
    record Terms(
            BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal stopPrice,
            BigDecimal reservePrice) {}

    /// @param filled CumQty
    /// @param value of all fills, without fees
    /// @param fills how many there were
    /// @param triggered whether the stop was reached
    /// @param eligibleFrom market time: only bars that start at or after it may fill the order
    /// @param session the day of the first bar that could fill it; null before
    record Progress(
            BigDecimal filled,
            BigDecimal value,
            BigDecimal fees,
            int fills,
            boolean triggered,
            Instant eligibleFrom,
            @Nullable LocalDate session) {

        static Progress from(Instant marketTime) {
            return new Progress(
                    BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0, false, marketTime, null);
        }

        Progress inSession(LocalDate day) {
            return new Progress(filled, value, fees, fills, triggered, eligibleFrom, day);
        }

        Progress usedUntil(Instant barEnd) {
            return new Progress(filled, value, fees, fills, triggered, barEnd, session);
        }

        Progress reachedStop() {
            return new Progress(filled, value, fees, fills, true, eligibleFrom, session);
        }

        Progress with(BigDecimal quantity, BigDecimal added, BigDecimal fee) {
            return new Progress(
                    filled.add(quantity),
                    value.add(added),
                    fees.add(fee),
                    fills + 1,
                    triggered,
                    eligibleFrom,
                    session);
        }
    }

    static Order initial(
            String orderId,
            Ticket ticket,
            Terms terms,
            Instant marketTime,
            Cause origin,
            Instant now) {
        return new Order(
                orderId,
                ticket,
                terms,
                OrderState.INITIALIZED,
                Progress.from(marketTime),
                origin,
                now,
                now,
                0);
    }

    /// LeavesQty: zero once the order has ended.
    BigDecimal leaves() {
        return state.isWorking() ? terms.quantity().subtract(progress.filled()) : BigDecimal.ZERO;
    }

    /// Cash that it keeps from other orders: none when it sells or has ended.
    Money heldCash(Broker broker) {
        return isBuy() && state.isWorking()
                ? neededCash(terms, broker)
                : Money.zero(Currency.getInstance(ticket.currency()));
    }

    /// Cash that a buy still needs under the given terms, fees included.
    Money neededCash(Terms given, Broker broker) {
        BigDecimal left = given.quantity().subtract(progress.filled()).max(BigDecimal.ZERO);
        BigDecimal value = left.multiply(given.reservePrice());
        BigDecimal fees =
                broker.fees(given.quantity(), progress.value().add(value))
                        .subtract(progress.fees())
                        .max(BigDecimal.ZERO);
        return Money.of(value.add(fees), Currency.getInstance(ticket.currency()));
    }

    boolean isBuy() {
        return ticket.side() == Side.BUY;
    }

    /// Whether only the limit or the market decides now.
    boolean isLive() {
        return terms.stopPrice() == null || progress.triggered();
    }

    /// The id of the next fill: the same fill told twice has the same id.
    String nextExecutionId() {
        return orderId + "-" + (progress.fills() + 1);
    }

    WorkingOrder forBroker() {
        return new WorkingOrder(
                orderId,
                ticket.symbol(),
                ticket.side(),
                ticket.type(),
                leaves(),
                terms.price(),
                terms.stopPrice(),
                progress.triggered(),
                ticket.timeInForce() == TimeInForce.FOK);
    }

    /// @throws IllegalStateException when the state machine has no such transition
    Order signal(OrderSignal signal, Instant now) {
        return next(after(signal), terms, progress, now, revision + 1);
    }

    /// The stop was reached on a bar. Not a change that anybody is told of: the revision stays.
    Order triggered(Instant now) {
        return next(after(OrderSignal.TRIGGERED), terms, progress.reachedStop(), now, revision);
    }

    /// @throws IllegalStateException when more is filled than was left
    Order fill(BigDecimal quantity, BigDecimal value, BigDecimal fee, Instant now) {
        Progress filled = progress.with(quantity, value, fee);
        int rest = terms.quantity().compareTo(filled.filled());
        if (rest < 0) {
            throw new IllegalStateException("Overfill of %s by %s".formatted(orderId, quantity));
        }
        OrderState state = after(OrderSignal.FILLED);
        return next(
                rest == 0 ? state : OrderState.PARTIALLY_FILLED, terms, filled, now, revision + 1);
    }

    /// New terms. They hold from `marketTime` on: no bar that was known before may fill by them. A
    /// quantity at or below what is filled already means that the order is filled (FIX, appendix
    /// D11).
    Order modified(Terms changed, Instant marketTime, Instant now) {
        Instant from =
                marketTime.isAfter(progress.eligibleFrom()) ? marketTime : progress.eligibleFrom();
        boolean done = changed.quantity().compareTo(progress.filled()) <= 0;
        Terms terms =
                done
                        ? new Terms(
                                progress.filled(),
                                changed.price(),
                                changed.stopPrice(),
                                changed.reservePrice())
                        : changed;
        return next(
                after(done ? OrderSignal.FILLED : OrderSignal.UPDATED),
                terms,
                progress.usedUntil(from),
                now,
                revision + 1);
    }

    Order with(Progress changed) {
        return next(state, terms, changed, updatedAt, revision);
    }

    private OrderState after(OrderSignal signal) {
        return state.on(signal)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "Order %s is %s: %s is not legal"
                                        .formatted(orderId, state, signal)));
    }

    private Order next(
            OrderState newState,
            Terms newTerms,
            Progress newProgress,
            Instant now,
            long newRevision) {
        return new Order(
                orderId,
                ticket,
                newTerms,
                newState,
                newProgress,
                origin,
                createdAt,
                now,
                newRevision);
    }
}
