package de.aktienanalyse.bus;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after what no message tells of: links that are silent though TCP is well, and values that
/// Redis lost while the link stayed. Ends when it is interrupted.
record Tending(RedisLink redis, Listener listener, LatestSayer latestSayer, BusMetrics metrics)
        implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Tending.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    @Override
    public void run() {
        while (true) {
            try {
                Thread.sleep(PAUSE);
                if (redis.look()) {
                    metrics.linkMadeAnew("commands");
                }
                listener.look();
                latestSayer.compareWithRedis();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.debug("Redis was not looked at", e);
            }
        }
    }
}
