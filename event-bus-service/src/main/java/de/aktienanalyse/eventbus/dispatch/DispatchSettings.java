package de.aktienanalyse.eventbus.dispatch;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param webhook gets each notification as a POST of JSON; empty: they stay in the inbox
/// @param patience how long it may take to answer
@ConfigurationProperties("aktien.notifications")
public record DispatchSettings(@Nullable String webhook, @DefaultValue("10s") Duration patience) {

    @Nullable URI target() {
        if (webhook == null || webhook.isBlank()) {
            return null;
        }
        URI target = URI.create(webhook.strip());
        if (target.getHost() == null
                || !"http".equals(target.getScheme()) && !"https".equals(target.getScheme())) {
            throw new IllegalArgumentException(
                    "AKTIEN_WEBHOOK_URL must be an address that begins with http:// or https://");
        }
        return target;
    }
}
