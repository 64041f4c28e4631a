/// What the owner should know: entries of the inbox, in German.
///
/// Hears alerts, failed orders and critical trouble of the suite; says `user.updates`. Nothing
/// comes of what is replayed. Not here: showing the inbox (websocket-gateway), the alert rules
/// (verwaltung).
@NullMarked
package de.aktienanalyse.eventbus.notifications;

import org.jspecify.annotations.NullMarked;
