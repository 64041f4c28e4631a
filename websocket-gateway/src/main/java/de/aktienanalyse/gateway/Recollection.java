package de.aktienanalyse.gateway;

import de.aktienanalyse.bus.BusLifecycle;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.events.Delivery;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.gateway.fanout.Newsroom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// After the bus has started and before clients come in: learns the current values, so that the
/// first page shows prices also when the market is closed.
final class Recollection implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Recollection.class);

    private static final int PATIENCE_S = 10;

    private final EventBus bus;
    private final Newsroom newsroom;
    private volatile boolean running;

    Recollection(EventBus bus, Newsroom newsroom) {
        this.bus = bus;
        this.newsroom = newsroom;
    }

    @Override
    public int getPhase() {
        return BusLifecycle.PHASE + 1;
    }

    @Override
    public void start() {
        running = true;
        EventTypes.all().stream()
                .filter(type -> EventTypes.deliveryOf(type) == Delivery.LATEST)
                .map(type -> EventTypes.familyOf(EventTypes.nameOf(type)))
                .distinct()
                .forEach(this::recall);
        orient();
    }

    /// Until it is known where the partitions stand no client can be told from where on it hears.
    private void orient() {
        try {
            newsroom.oriented().get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The streams cannot be read yet; events are told once they can be", e);
        }
    }

    private void recall(String family) {
        bus.current(family)
                .thenAccept(newsroom::recall)
                .exceptionally(failure -> {
                    log.warn("No current values of {}: {}", family, failure.toString());
                    return null;
                });
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
