package de.aktienanalyse.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How the suite itself is. Said by every service; alerts by event-bus-service.
public sealed interface SystemEvent extends Event {
    String serviceName();

    @Override
    default String subject() {
        return serviceName();
    }

    enum ServiceStatus {
        @JsonProperty("online")
        ONLINE,
        @JsonProperty("degraded")
        DEGRADED,
        @JsonProperty("offline")
        OFFLINE
    }

    enum PerformanceAlertType {
        @JsonProperty("high_latency")
        HIGH_LATENCY,
        @JsonProperty("memory_usage")
        MEMORY_USAGE,
        @JsonProperty("cpu_usage")
        CPU_USAGE,
        @JsonProperty("consumer_lag")
        CONSUMER_LAG,
        @JsonProperty("service_silent")
        SERVICE_SILENT
    }

    /// A heartbeat.
    ///
    /// @param healthScore 0..100
    /// @param responseTimeMs average time of a reaction lately
    /// @param errorRate failed reactions per reaction, 0..1
    /// @param instance which instance, `verwaltung-1`
    @EventType(value = "system.health.status", delivery = Delivery.LATEST)
    record StatusReported(
            String serviceName,
            ServiceStatus status,
            int healthScore,
            double responseTimeMs,
            double errorRate,
            Instant timestamp,
            @Nullable RawJson additionalInfo,
            @Nullable String instance)
            implements SystemEvent {
        public StatusReported {
            Must.name(serviceName, "serviceName");
            Must.have(status, "status");
            Must.have(timestamp, "timestamp");
        }
    }

    @EventType(
            value = "system.health.alert",
            delivery = Delivery.EVERY,
            source = "event-bus-service.health")
    record PerformanceAlertRaised(
            PerformanceAlertType alertType,
            String serviceName,
            String metricName,
            double currentValue,
            double threshold,
            Severity severity,
            Instant timestamp)
            implements SystemEvent {
        public PerformanceAlertRaised {
            Must.have(alertType, "alertType");
            Must.name(serviceName, "serviceName");
            Must.have(metricName, "metricName");
            Must.have(severity, "severity");
            Must.have(timestamp, "timestamp");
        }
    }

    /// @param stackTrace stays on the bus; browsers do not get it
    @EventType(value = "system.health.error", delivery = Delivery.EVERY)
    record ErrorOccurred(
            String errorId,
            String serviceName,
            String errorType,
            String errorMessage,
            @Nullable String stackTrace,
            Severity severity,
            boolean userAffected,
            Instant timestamp)
            implements SystemEvent {
        public ErrorOccurred {
            Must.name(errorId, "errorId");
            Must.name(serviceName, "serviceName");
            Must.have(errorType, "errorType");
            Must.have(errorMessage, "errorMessage");
            Must.have(severity, "severity");
            Must.have(timestamp, "timestamp");
        }
    }
}
