/// Keeps the bus's memory: takes foreigners in, writes everything down, knows who lives, counts,
/// notifies.
///
/// Hears everything; says adopted events under their own names, `system.health.alert` and
/// `user.updates`. Not here: carrying events (shared-events), showing them to browsers
/// (websocket-gateway).
@NullMarked
package de.aktienanalyse.eventbus;

import org.jspecify.annotations.NullMarked;
