package de.aktienanalyse.bus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Touches a file for as long as this process gets to run. Who started it kills it when the file
/// grows old: a process that was stopped within a transaction holds the SQLite file, and no other
/// instance could take over.
///
/// A thread of its own, so that it says nothing about Redis, the database or the load.
final class Pulse implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Pulse.class);
    private static final long BEAT_MILLIS = 500;

    private final Path file;
    private final Clock clock;
    private volatile CountDownLatch end = new CountDownLatch(0);

    /// @param file there already; without it nobody looks
    Pulse(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Override
    public void start() {
        CountDownLatch ended = new CountDownLatch(1);
        end = ended;
        Thread.ofPlatform().daemon().name("pulse").start(() -> beat(ended));
    }

    private void beat(CountDownLatch ended) {
        try {
            do {
                Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            } while (!ended.await(BEAT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (IOException e) {
            log.warn("The pulse can no longer be felt: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        end.countDown();
    }

    @Override
    public boolean isRunning() {
        return end.getCount() > 0;
    }
}
