package de.aktienanalyse.bus;

import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.SystemEvent.ServiceStatus;
import de.aktienanalyse.events.SystemEvent.StatusReported;
import java.time.Clock;

/// Says that the service lives, and how well.
final class Heartbeat implements Runnable {
    private static final double DEGRADED_ABOVE = 0.05;

    private final EventBus bus;
    private final BusProperties properties;
    private final BusMetrics metrics;
    private final RedisLink redis;
    private final Clock clock;

    Heartbeat(
            EventBus bus,
            BusProperties properties,
            BusMetrics metrics,
            RedisLink redis,
            Clock clock) {
        this.bus = bus;
        this.properties = properties;
        this.metrics = metrics;
        this.redis = redis;
        this.clock = clock;
    }

    @Override
    public void run() {
        say(ServiceStatus.ONLINE);
    }

    void farewell() {
        say(ServiceStatus.OFFLINE);
    }

    private void say(ServiceStatus status) {
        if (!redis.isOpen()) {
            return;
        }
        BusMetrics.Lately lately = metrics.lately();
        boolean degraded = lately.errorRate() > DEGRADED_ABOVE;
        Runtime runtime = Runtime.getRuntime();
        long used = (runtime.totalMemory() - runtime.freeMemory()) / (1024 * 1024);
        bus.publish(
                new StatusReported(
                        properties.service(),
                        status == ServiceStatus.ONLINE && degraded
                                ? ServiceStatus.DEGRADED
                                : status,
                        status == ServiceStatus.OFFLINE
                                ? 0
                                : (int) Math.round(100 * (1 - lately.errorRate())),
                        Math.round(lately.responseTimeMs() * 1000) / 1000.0,
                        lately.errorRate(),
                        clock.instant(),
                        new RawJson("{\"heap_used_mib\":" + used + "}"),
                        properties.instance()));
    }
}
