/// Who lives, and how well: heartbeats become a status per service, with its history.
///
/// Hears `system.health.status`; says `system.health.alert` when a service falls silent and when it
/// is back. Answers `get_system_status`. Not here: restarting anything (the suite, systemd).
@NullMarked
package de.aktienanalyse.eventbus.health;

import org.jspecify.annotations.NullMarked;
