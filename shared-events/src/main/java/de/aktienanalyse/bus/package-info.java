/// The door to the bus: say, hear, ask. Knows Redis and the wire, knows no domain.
///
/// Read [EventBus] for the verbs, [Flow] for how a service declares what it hears and says,
/// `RedisEventBus` for how the promise is kept. Not here: the journal, schemas and dead letters'
/// display (event-bus-service).
@NullMarked
package de.aktienanalyse.bus;

import org.jspecify.annotations.NullMarked;
