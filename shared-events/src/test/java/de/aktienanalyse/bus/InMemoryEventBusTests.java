package de.aktienanalyse.bus;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;

class InMemoryEventBusTests extends EventBusContract {
    private final InMemoryEventBus bus = new InMemoryEventBus("verwaltung");

    @Override
    EventBus bus() {
        return bus;
    }

    @Override
    void start() {
        bus.start();
    }

    @Override
    void deliverAgain(EventEnvelope<? extends Event> envelope) {
        bus.receive(envelope);
    }

    @Override
    int deadLetters() {
        return bus.deadLetters().size();
    }
}
