package de.aktienanalyse.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A rule of the user's came true. Said by verwaltung (`verwaltung.alerts`).
public sealed interface AlertEvent extends Event {
    enum AlertType {
        @JsonProperty("price_threshold")
        PRICE_THRESHOLD,
        @JsonProperty("volume_spike")
        VOLUME_SPIKE,
        @JsonProperty("volatility")
        VOLATILITY
    }

    /// @param triggerValue the value that crossed the threshold
    /// @param currentValue the value when the alert was written
    /// @param ruleId the rule, as `subscribe_alerts` lists it
    @EventType(value = "alerts.triggered", delivery = Delivery.EVERY, source = "verwaltung.alerts")
    record Triggered(
            AlertType alertType,
            String symbol,
            String message,
            Severity severity,
            BigDecimal triggerValue,
            BigDecimal currentValue,
            BigDecimal threshold,
            Instant timestamp,
            @Nullable String ruleId)
            implements AlertEvent {
        public Triggered {
            Must.have(alertType, "alertType");
            Must.name(symbol, "symbol");
            Must.have(message, "message");
            Must.have(severity, "severity");
            Must.have(triggerValue, "triggerValue");
            Must.have(currentValue, "currentValue");
            Must.have(threshold, "threshold");
            Must.have(timestamp, "timestamp");
        }

        @Override
        public String subject() {
            return symbol;
        }
    }
}
