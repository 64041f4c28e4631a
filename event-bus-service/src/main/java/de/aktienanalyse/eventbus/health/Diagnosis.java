package de.aktienanalyse.eventbus.health;

import de.aktienanalyse.events.SystemEvent.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// From heartbeats to a status. Pure.
final class Diagnosis {
    private final Duration silence;

    Diagnosis(Duration silence) {
        this.silence = silence;
    }

    /// @param known what was held to be true until now; null when the instance is new
    /// @param mayAccuse false when we ourselves slept or heard nobody: then no one else is called
    ///   silent
    InstanceState of(
            String instance,
            String service,
            Pulse pulse,
            @Nullable InstanceState known,
            Instant now,
            boolean mayAccuse) {
        boolean quiet = isQuiet(pulse, now);
        boolean silent =
                quiet
                        && pulse.beat().status() != ServiceStatus.OFFLINE
                        && (mayAccuse || (known != null && known.silent()));
        ServiceStatus status = silent ? ServiceStatus.OFFLINE : pulse.beat().status();
        if (known != null && known.status() == status && known.silent() == silent) {
            return known;
        }
        return new InstanceState(instance, service, status, now, silent);
    }

    boolean isQuiet(Pulse pulse, Instant now) {
        return Duration.between(pulse.heardAt(), now).compareTo(silence) > 0;
    }
}
