package de.aktienanalyse.analyse.marketdata;

import de.aktienanalyse.analyse.feeds.MarketFeed;
import de.aktienanalyse.analyse.feeds.MarketFeed.Batch;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Lets the feed run: one thread that takes a batch, records it and waits as long as the feed
/// wants.
@Component
public class FeedRun {
    private static final Logger log = LoggerFactory.getLogger(FeedRun.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// A feed that fell behind by more does not try to make up for it.
    private static final Duration BACKLOG = Duration.ofSeconds(1);

    private final MarketFeed feed;
    private final MarketData marketData;
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    public FeedRun(MarketFeed feed, MarketData marketData) {
        this.feed = feed;
        this.marketData = marketData;
    }

    /// @param first done on the feed's thread before the first bar
    public void start(Runnable first) {
        stopping = new CountDownLatch(1);
        thread =
                Thread.ofPlatform()
                        .name("feed")
                        .daemon()
                        .start(() -> {
                            untilItSucceeds(first);
                            run();
                        });
    }

    /// Ends between two batches: what is not recorded comes again after the next start.
    public void stop() {
        stopping.countDown();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public boolean isRunning() {
        Thread running = thread;
        return running != null && running.isAlive();
    }

    private void run() {
        long due = System.nanoTime();
        while (isWanted()) {
            Batch batch = nextOrNothing();
            untilItSucceeds(() -> marketData.record(batch));
            if (batch.last()) {
                log.info(
                        "Feed {} has come to its end; the last bars stay, no more will come",
                        feed.source());
                return;
            }
            due = Math.max(due + feed.pace().toNanos(), System.nanoTime() - BACKLOG.toNanos());
            waitFor(due - System.nanoTime());
        }
    }

    /// A feed that stumbles over its source goes on with the next batch.
    private Batch nextOrNothing() {
        try {
            return feed.next();
        } catch (RuntimeException e) {
            log.error("Feed {} stumbled", feed.source(), e);
            waitFor(AFTER_FAILURE.toNanos());
            return Batch.NOTHING_NEW;
        }
    }

    /// A database that is busy or a bus that is away must not cost a bar.
    private void untilItSucceeds(Runnable work) {
        boolean complained = false;
        while (isWanted()) {
            try {
                work.run();
                return;
            } catch (RuntimeException e) {
                if (!complained) {
                    log.warn(
                            "Feed {} cannot record its bars; trying again each second",
                            feed.source(),
                            e);
                    complained = true;
                }
                waitFor(AFTER_FAILURE.toNanos());
            }
        }
    }

    private boolean isWanted() {
        return stopping.getCount() > 0;
    }

    private void waitFor(long nanos) {
        try {
            // The answer does not matter: the loop asks isWanted().
            boolean _ = stopping.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }
}
