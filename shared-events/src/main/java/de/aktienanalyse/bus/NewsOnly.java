package de.aktienanalyse.bus;

import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import java.util.List;

/// A reaction that gets nothing from a replay, nor what follows from one: it tells people or leads
/// to orders, and yesterday's news must do neither again.
record NewsOnly<E extends Event>(EventBus.Reaction<E> reaction) implements EventBus.Reaction<E> {
    @Override
    public List<? extends Event> on(EventEnvelope<E> heard) throws Exception {
        return heard.replayed() ? List.of() : reaction.on(heard);
    }
}
