package de.aktienanalyse.bus;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Starts the bus before anything that speaks, and stops it after: what uses it starts in a later
/// phase.
public final class BusLifecycle implements SmartLifecycle {

    /// Whatever needs a running bus starts in a higher phase.
    public static final int PHASE = 0;

    private static final Logger log = LoggerFactory.getLogger(BusLifecycle.class);

    private final RedisEventBus bus;
    private final RedisLink redis;
    private final List<Flow> flows;
    private final Heartbeat heartbeat;
    private final @Nullable Housekeeping housekeeping;
    private final BusProperties properties;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("bus-timer").factory());
    private volatile boolean running;

    BusLifecycle(
            RedisEventBus bus,
            RedisLink redis,
            List<Flow> flows,
            Heartbeat heartbeat,
            @Nullable Housekeeping housekeeping,
            BusProperties properties) {
        this.bus = bus;
        this.redis = redis;
        this.flows = flows;
        this.heartbeat = heartbeat;
        this.housekeeping = housekeeping;
        this.properties = properties;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public void start() {
        Patience.forRedis(redis::open);
        Patience.forRedis(() -> redis.info("default").join()).values().forEach(RedisInfo::check);
        flows.forEach(flow -> flow.register(bus));
        bus.start();
        timer.scheduleAtFixedRate(
                heartbeat, 0, properties.heartbeat().toMillis(), TimeUnit.MILLISECONDS);
        if (housekeeping != null) {
            timer.scheduleAtFixedRate(housekeeping, 1, 60, TimeUnit.MINUTES);
        }
        running = true;
        log.info("On the bus as {}", properties.instance());
    }

    @Override
    public void stop() {
        timer.shutdownNow();
        heartbeat.farewell();
        bus.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
