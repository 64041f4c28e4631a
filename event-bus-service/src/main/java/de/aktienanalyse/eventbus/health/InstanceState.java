package de.aktienanalyse.eventbus.health;

import de.aktienanalyse.events.SystemEvent.ServiceStatus;
import java.time.Instant;

/// What is held to be true of one instance of a service.
///
/// @param instance `verwaltung-1`
/// @param since when the status began
/// @param silent whether it is offline because nothing is heard of it, rather than by its own word
record InstanceState(
        String instance, String service, ServiceStatus status, Instant since, boolean silent) {}
