package de.aktienanalyse.verwaltung.orders;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where an order stands, and which signal may move it on: the 65 legal transitions of Nautilus.
///
/// A cancelled order may still be filled: cancelling is a request, and a fill may have been on its
/// way.
enum OrderState {
    INITIALIZED(
            OrderSignal.DENIED,
            OrderSignal.EMULATED,
            OrderSignal.RELEASED,
            OrderSignal.SUBMITTED,
            OrderSignal.REJECTED,
            OrderSignal.ACCEPTED,
            OrderSignal.CANCELED,
            OrderSignal.EXPIRED,
            OrderSignal.TRIGGERED,
            OrderSignal.UPDATED),
    DENIED,
    EMULATED(OrderSignal.CANCELED, OrderSignal.EXPIRED, OrderSignal.UPDATED, OrderSignal.RELEASED),
    RELEASED(OrderSignal.SUBMITTED, OrderSignal.DENIED, OrderSignal.CANCELED, OrderSignal.UPDATED),
    SUBMITTED(
            OrderSignal.PENDING_UPDATE,
            OrderSignal.PENDING_CANCEL,
            OrderSignal.REJECTED,
            OrderSignal.CANCELED,
            OrderSignal.ACCEPTED,
            OrderSignal.UPDATED,
            OrderSignal.FILLED),
    REJECTED,
    ACCEPTED(
            OrderSignal.REJECTED,
            OrderSignal.PENDING_UPDATE,
            OrderSignal.PENDING_CANCEL,
            OrderSignal.CANCELED,
            OrderSignal.TRIGGERED,
            OrderSignal.UPDATED,
            OrderSignal.EXPIRED,
            OrderSignal.FILLED),
    CANCELED(OrderSignal.FILLED),
    EXPIRED,
    TRIGGERED(
            OrderSignal.REJECTED,
            OrderSignal.PENDING_UPDATE,
            OrderSignal.PENDING_CANCEL,
            OrderSignal.CANCELED,
            OrderSignal.EXPIRED,
            OrderSignal.FILLED,
            OrderSignal.UPDATED),
    PENDING_UPDATE(
            OrderSignal.REJECTED,
            OrderSignal.ACCEPTED,
            OrderSignal.CANCELED,
            OrderSignal.EXPIRED,
            OrderSignal.TRIGGERED,
            OrderSignal.PENDING_UPDATE,
            OrderSignal.PENDING_CANCEL,
            OrderSignal.MODIFY_REJECTED,
            OrderSignal.UPDATED,
            OrderSignal.FILLED),
    PENDING_CANCEL(
            OrderSignal.REJECTED,
            OrderSignal.PENDING_CANCEL,
            OrderSignal.CANCEL_REJECTED,
            OrderSignal.CANCELED,
            OrderSignal.EXPIRED,
            OrderSignal.ACCEPTED,
            OrderSignal.FILLED),
    PARTIALLY_FILLED(
            OrderSignal.PENDING_UPDATE,
            OrderSignal.PENDING_CANCEL,
            OrderSignal.CANCELED,
            OrderSignal.EXPIRED,
            OrderSignal.FILLED,
            OrderSignal.ACCEPTED,
            OrderSignal.UPDATED),
    FILLED;

    private final Set<OrderSignal> legal;

    OrderState(OrderSignal... legal) {
        this.legal = Set.of(legal);
    }

    /// The state after a signal; empty when the signal is not legal here.
    Optional<OrderState> on(OrderSignal signal) {
        if (!legal.contains(signal)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (signal) {
                    case UPDATED, MODIFY_REJECTED, CANCEL_REJECTED -> this;
                    default -> OrderState.valueOf(signal.name());
                });
    }

    /// Whether it may still be filled, changed or cancelled.
    boolean isWorking() {
        return switch (this) {
            case DENIED, REJECTED, CANCELED, EXPIRED, FILLED -> false;
            default -> true;
        };
    }

    /// As events and answers name it: `accepted`, `partially_filled`, `cancelled`.
    String wireName() {
        return this == CANCELED ? "cancelled" : name().toLowerCase(Locale.ROOT);
    }
}
