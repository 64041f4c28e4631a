package de.aktienanalyse.eventbus.health;

import de.aktienanalyse.events.SystemEvent.StatusReported;
import java.time.Instant;

/// The newest heartbeat of an instance.
///
/// @param heardAt by our clock, since clocks of two machines differ
record Pulse(StatusReported beat, Instant heardAt) {}
