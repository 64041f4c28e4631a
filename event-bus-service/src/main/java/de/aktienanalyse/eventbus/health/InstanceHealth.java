package de.aktienanalyse.eventbus.health;

import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.SystemEvent.ServiceStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One instance as `get_system_status` shows it.
///
/// @param healthScore 0..100; 0 when it is offline
/// @param responseTimeMs average time of a reaction lately
/// @param errorRate failed reactions per reaction, 0..1
/// @param since when the status began
/// @param lastHeard null when nothing was heard since our own start
/// @param additionalInfo what the service itself adds, as lag and pending
record InstanceHealth(
        String service,
        String instance,
        ServiceStatus status,
        int healthScore,
        double responseTimeMs,
        double errorRate,
        Instant since,
        @Nullable Instant lastHeard,
        @Nullable RawJson additionalInfo) {

    static InstanceHealth of(InstanceState state, @Nullable Pulse pulse) {
        boolean heard = pulse != null && !pulse.heardAt().equals(Instant.EPOCH);
        boolean offline = state.status() == ServiceStatus.OFFLINE;
        return new InstanceHealth(
                state.service(),
                state.instance(),
                state.status(),
                pulse == null || offline ? 0 : Math.clamp(pulse.beat().healthScore(), 0, 100),
                pulse == null ? 0 : pulse.beat().responseTimeMs(),
                pulse == null ? 0 : pulse.beat().errorRate(),
                state.since(),
                pulse != null && heard ? pulse.heardAt() : null,
                pulse == null ? null : pulse.beat().additionalInfo());
    }
}
