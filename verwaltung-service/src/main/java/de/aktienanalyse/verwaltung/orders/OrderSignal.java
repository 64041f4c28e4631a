package de.aktienanalyse.verwaltung.orders;

/// What may happen to an order.
enum OrderSignal {
    /// Our own check refused it; it was never sent.
    DENIED,
    /// Held here until its trigger, since the broker knows no such order.
    EMULATED,
    RELEASED,
    SUBMITTED,
    /// The broker refused it.
    REJECTED,
    ACCEPTED,
    CANCELED,
    EXPIRED,
    TRIGGERED,
    PENDING_UPDATE,
    PENDING_CANCEL,
    /// The broker keeps the order as it was; the caller restores the state before `PENDING_UPDATE`.
    MODIFY_REJECTED,
    /// The caller restores the state before `PENDING_CANCEL`.
    CANCEL_REJECTED,
    UPDATED,
    /// A fill; while something is left the order is `PARTIALLY_FILLED` instead.
    FILLED
}
