/// Where each partition of the bus stands, as this gateway has heard it.
///
/// Pub/Sub may lose, double and reorder; what leaves here is consecutive per partition, or said to
/// be broken. Not here: who gets it ([de.aktienanalyse.gateway.fanout]).
@NullMarked
package de.aktienanalyse.gateway.positions;

import org.jspecify.annotations.NullMarked;
