/// The two plain Pub/Sub channels of the spec, for publishers and listeners in other languages.
///
/// Hears `aktienanalyse:events:websocket`, says `aktienanalyse:events:user_commands`. Nothing of
/// ours depends on them: both may miss. Not here: what the messages mean.
@NullMarked
package de.aktienanalyse.gateway.channels;

import org.jspecify.annotations.NullMarked;
