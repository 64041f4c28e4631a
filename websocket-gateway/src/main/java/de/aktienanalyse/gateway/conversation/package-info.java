/// Talks with one client: welcomes it, does what it says, answers.
///
/// Not here: the news it subscribed to ([de.aktienanalyse.gateway.fanout]).
@NullMarked
package de.aktienanalyse.gateway.conversation;

import org.jspecify.annotations.NullMarked;
