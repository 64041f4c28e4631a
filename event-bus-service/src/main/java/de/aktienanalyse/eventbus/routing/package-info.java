/// Which group gets which events: the specification's table, kept as data and mirrored into Redis
/// for the groups' readers.
///
/// Says no events; announces itself on the channel of its hash. Not here: leaving out what is not
/// routed (bus).
@NullMarked
package de.aktienanalyse.eventbus.routing;

import org.jspecify.annotations.NullMarked;
