package de.aktienanalyse.eventbus.health;

import de.aktienanalyse.eventbus.analytics.AnalyticsReport;
import de.aktienanalyse.events.SystemEvent.ServiceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The answer to `get_system_status`: the spec's three fields, and what they come from.
///
/// @param overallHealth mean over the services of the suite, 0..100; one that is offline counts 0
public record SystemStatus(
        Map<String, ServiceStatus> services,
        int overallHealth,
        Instant timestamp,
        List<InstanceHealth> instances,
        AnalyticsReport analytics,
        BusCondition.Figures bus) {

    public static SystemStatus of(
            ServiceHealth health, AnalyticsReport analytics, BusCondition.Figures bus) {
        Map<String, ServiceStatus> services = health.services();
        List<InstanceHealth> instances = health.instances();
        Map<String, Double> scores =
                instances.stream()
                        .collect(
                                Collectors.groupingBy(
                                        InstanceHealth::service,
                                        Collectors.averagingInt(InstanceHealth::healthScore)));
        double overall =
                services.keySet().stream()
                        .mapToDouble(service -> scores.getOrDefault(service, 0.0))
                        .average()
                        .orElse(0);
        return new SystemStatus(
                services, (int) Math.round(overall), health.now(), instances, analytics, bus);
    }
}
