/// Bus → browsers: every event under its browser name, to those who subscribed.
///
/// Hears all of the bus undecoded ([Newsroom]) and the ready-made messages of the spec's plain
/// channel; acts only on what the bus has placed. [BrowserView] is the one place that knows both
/// names of an event. Subscriptions and last values belong to the writer's thread. Not here: queues
/// and sockets.
@NullMarked
package de.aktienanalyse.gateway.fanout;

import org.jspecify.annotations.NullMarked;
