/// What the rooms of this service need of Redis beyond the bus: hashes, streams, groups, memory.
///
/// Hears and says nothing. Not here: what the values mean.
@NullMarked
package de.aktienanalyse.eventbus.redis;

import org.jspecify.annotations.NullMarked;
