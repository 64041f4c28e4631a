package de.aktienanalyse.eventbus.health;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param services who belongs to the suite; one that was never heard is shown as offline
/// @param silence after which a service counts as offline
/// @param forget an instance that is offline so long no longer counts when another one of its
///   service lives
/// @param history how long changes of status are kept
@ConfigurationProperties("aktien.health")
public record HealthRules(
        @DefaultValue({
                    "aktienanalyse",
                    "auswertung",
                    "orchestrator",
                    "verwaltung",
                    "event-bus-service",
                    "websocket-gateway"
                })
                List<String> services,
        @DefaultValue("15s") Duration silence,
        @DefaultValue("10m") Duration forget,
        @DefaultValue("90d") Duration history) {
    public HealthRules {
        services = List.copyOf(services);
        if (silence.toSeconds() < 1) {
            throw new IllegalArgumentException("aktien.health.silence must be at least 1s");
        }
    }
}
