/// What passes over the bus, in figures: how much, of what type, from whom, how long it took.
///
/// Hears everything, says nothing, remembers the figures of each minute. Not here: what the events
/// mean.
@NullMarked
package de.aktienanalyse.eventbus.analytics;

import org.jspecify.annotations.NullMarked;
