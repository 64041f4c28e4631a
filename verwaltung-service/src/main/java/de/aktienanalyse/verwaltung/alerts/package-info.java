/// Rules of the users' that are watched for them: a price, a volume, a change.
///
/// Obeys `subscribe_alerts`; hears `BarClosed` in the group `verwaltung.alerts`. Says
/// `AlertEvent.Triggered`, once per crossing. Not here: how the user is told (event-bus-service,
/// gateway).
@NullMarked
package de.aktienanalyse.verwaltung.alerts;

import org.jspecify.annotations.NullMarked;
