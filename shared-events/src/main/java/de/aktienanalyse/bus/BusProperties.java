package de.aktienanalyse.bus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param service name on the bus, `verwaltung`
/// @param instance which of several, `verwaltung-1`
/// @param redisUrl `redis://…`; empty: the one that stands in `<data dir>/redis-url`
/// @param redisCa file with the certificate that signs the one of Redis, for `rediss://`; empty:
///   whom Java trusts
/// @param dataDir where the suite keeps its state
/// @param heartbeat how often the service says that it lives
/// @param outboxRetention how long what was said can be said again after Redis lost it
/// @param workers how many long jobs (reports, notifications) an instance works on at once
@ConfigurationProperties("aktien.bus")
public record BusProperties(
        String service,
        @Nullable String instance,
        @Nullable String redisUrl,
        @Nullable String redisCa,
        @DefaultValue("data") String dataDir,
        @DefaultValue("5s") Duration heartbeat,
        @DefaultValue("7d") Duration outboxRetention,
        @DefaultValue("2") int workers) {

    public BusProperties {
        if (service == null || service.isBlank()) {
            throw new IllegalArgumentException(
                    "aktien.bus.service must name the service, as in verwaltung");
        }
        if (instance == null || instance.isBlank()) {
            instance = service + "-1";
        }
    }
}
