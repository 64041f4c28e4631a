package de.aktienanalyse.bus;

import de.aktienanalyse.events.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows the dead letters in Redis, where event-bus-service lists them. The rows are what counts:
/// the copies follow them, and are made anew when Redis has lost them.
final class DeadLetterCopies implements Runnable {

    /// What is shown of each group, the failed ones before the parked ones, so that a subject that
    /// is stuck for days does not fill Redis.
    static final int SHOWN = 1_000;

    /// What the hash holds per event id.
    ///
    /// @param parked whether it only waits behind a failed one of its subject
    /// @param at when it was set aside
    /// @param payload the envelope, digit for digit
    public record Copy(
            String group,
            String eventId,
            String eventType,
            String subject,
            String replay,
            String reason,
            String stackHash,
            int attempts,
            boolean parked,
            Instant at,
            String service,
            RawJson payload) {}

    private static final Logger log = LoggerFactory.getLogger(DeadLetterCopies.class);

    /// Other instances bury too, and Redis may forget without a broken link.
    private static final Duration COMPARE = Duration.ofSeconds(5);

    private final String service;
    private final RedisLink redis;
    private final EventCodec codec;
    private final RedisEventBus.Memory memory;
    private final Set<String> groups;
    private final String claim;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean running = true;

    DeadLetterCopies(
            String service,
            RedisLink redis,
            EventCodec codec,
            RedisEventBus.Memory memory,
            Set<String> groups) {
        this.service = service;
        this.redis = redis;
        this.codec = codec;
        this.memory = memory;
        this.groups = groups;
        this.claim = QueueReader.claim(Keys.operator(service));
    }

    void wake() {
        wake.release();
    }

    void stop() {
        running = false;
        wake();
    }

    @Override
    public void run() {
        while (running) {
            try {
                if (wake.tryAcquire(COMPARE.toMillis(), TimeUnit.MILLISECONDS)) {
                    // What woke us commits in a moment, and seldom comes alone.
                    TimeUnit.MILLISECONDS.sleep(100);
                    wake.drainPermits();
                }
                if (running && memory.ownership().owns(claim)) {
                    follow();
                }
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                log.debug("The copies of dead letters wait: {}", e.getMessage());
            }
        }
    }

    private void follow() throws Exception {
        DeadLetters rows = memory.marks().deadLetters();
        Map<String, Integer> counts = memory.transactions().within(rows::counts);
        Set<String> all = new HashSet<>(groups);
        all.addAll(counts.keySet());
        for (String group : all) {
            follow(group, counts.containsKey(group));
        }
    }

    private void follow(String group, boolean any) throws Exception {
        String key = Keys.dead(group);
        if (!any) {
            redis.sync().del(key);
            return;
        }
        Map<String, byte[]> wanted = new HashMap<>();
        memory.transactions()
                .within(() -> memory.marks().deadLetters().first(group, SHOWN))
                .forEach(row -> wanted.put(row.eventId(), copy(row)));
        Map<String, byte[]> there = redis.sync().hgetall(key);
        String[] gone =
                there.keySet().stream()
                        .filter(id -> !wanted.containsKey(id))
                        .toArray(String[]::new);
        wanted.entrySet()
                .removeIf(entry -> Arrays.equals(entry.getValue(), there.get(entry.getKey())));
        if (!wanted.isEmpty()) {
            redis.sync().hset(key, wanted);
        }
        if (gone.length > 0) {
            redis.sync().hdel(key, gone);
        }
    }

    private byte[] copy(DeadLetters.Row row) {
        return codec.json(
                        new Copy(
                                row.line().group(),
                                row.eventId(),
                                row.eventType(),
                                row.line().subject(),
                                row.line().replay(),
                                row.reason(),
                                row.stackHash(),
                                row.attempts(),
                                row.parked(),
                                Instant.ofEpochMilli(row.at()),
                                service,
                                new RawJson(row.payload())))
                .text()
                .getBytes(StandardCharsets.UTF_8);
    }
}
