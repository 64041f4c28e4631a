/// When and how the figures of a depot are told.
///
/// Marks depots whose figures changed (a day closed, something was booked, somebody asked) and says
/// `PerformanceUpdated` for them a few times a second at most; answers `get_performance` and the
/// orchestrator's data request. Not here: the figures themselves (`figures`), what changed
/// (`holdings`).
@NullMarked
package de.aktienanalyse.auswertung.announcement;

import org.jspecify.annotations.NullMarked;
