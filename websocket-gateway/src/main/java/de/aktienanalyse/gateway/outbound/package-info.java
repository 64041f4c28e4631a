/// What goes out to browsers: one queue per connection, one writer thread for all.
///
/// [Writer] owns queues, subscriptions and writes, so nothing here locks; other threads send it
/// tasks. A message is encoded once and shared by all receivers. Delivery classes decide what
/// happens to a client that reads slowly: LATEST conflates, TRANSIENT is shed, EVERY waits up to a
/// bound, then the connection ends with a code that says come back. No client delays another.
///
/// Not here: who gets what ([de.aktienanalyse.gateway.fanout]) and Tomcat
/// ([de.aktienanalyse.gateway.handshake]).
@NullMarked
package de.aktienanalyse.gateway.outbound;

import org.jspecify.annotations.NullMarked;
