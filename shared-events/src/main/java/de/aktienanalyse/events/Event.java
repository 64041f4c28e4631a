package de.aktienanalyse.events;

/// Something that happened. The `data` of an [EventEnvelope].
public sealed interface Event
        permits MarketEvent,
                AlertEvent,
                StockEvent,
                PortfolioEvent,
                OrderEvent,
                CrossSystemEvent,
                SystemEvent,
                UserEvent {

    /// What it happened to. Events with the same subject keep their order, and it decides the
    /// partition.
    String subject();

    /// The Pub/Sub channel: by default `<event_type>.<subject>`.
    default String routingKey() {
        return EventTypes.nameOf(getClass()) + "." + subject();
    }
}
