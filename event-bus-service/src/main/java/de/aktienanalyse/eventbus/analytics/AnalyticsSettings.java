package de.aktienanalyse.eventbus.analytics;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param retention how long the figures of each minute are kept
@ConfigurationProperties("aktien.analytics")
public record AnalyticsSettings(@DefaultValue("7d") Duration retention) {
    public AnalyticsSettings {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("aktien.analytics.retention must be positive");
        }
    }
}
