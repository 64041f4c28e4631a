package de.aktienanalyse.gateway;

import de.aktienanalyse.bus.BusLifecycle;
import de.aktienanalyse.gateway.fanout.Newsroom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// After the bus has started and before clients come in: waits until it is known where the
/// partitions stand. Before that no client can be told from where on it hears.
final class Orientation implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Orientation.class);

    private static final int PATIENCE_S = 10;

    private final Newsroom newsroom;
    private volatile boolean running;

    Orientation(Newsroom newsroom) {
        this.newsroom = newsroom;
    }

    @Override
    public int getPhase() {
        return BusLifecycle.PHASE + 1;
    }

    @Override
    public void start() {
        running = true;
        try {
            newsroom.oriented().get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The streams cannot be read yet; events are told once they can be", e);
        }
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
