package de.aktienanalyse.bus;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the bus keeps of `LATEST`. Told each time a family begins to be heard: what was said while
/// the link was away stands only there, and nobody says it again.
final class CurrentValues {
    private static final Logger log = LoggerFactory.getLogger(CurrentValues.class);

    private final RedisLink redis;
    private final Set<String> due = ConcurrentHashMap.newKeySet();
    private Set<String> wanted = Set.of();
    private BiConsumer<String, List<RawEvent>> hearer = (_, _) -> {};

    CurrentValues(RedisLink redis) {
        this.redis = redis;
    }

    CompletableFuture<List<RawEvent>> of(String family) {
        try {
            return redis.async()
                    .hgetall(Keys.latest(family))
                    .thenApply(values ->
                            values.entrySet().stream()
                                    .map(value -> new RawEvent(value.getKey(), value.getValue()))
                                    .toList())
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// Before anything is heard.
    ///
    /// @param families the others are of no interest
    /// @param told gets them on a thread that may work
    void tell(Set<String> families, BiConsumer<String, List<RawEvent>> told) {
        wanted = families;
        hearer = told;
    }

    /// From now on the family is heard, for the first time or again. Called by the driver's thread.
    void heardFromNow(String family) {
        if (wanted.contains(family)) {
            read(family);
        }
    }

    /// Something of the family was left out: it is told at the next look.
    void missed(String family) {
        if (wanted.contains(family)) {
            due.add(family);
        }
    }

    /// To be called at regular times.
    void look() {
        for (String family : due) {
            if (due.remove(family)) {
                read(family);
            }
        }
    }

    private void read(String family) {
        of(family)
                .whenCompleteAsync(
                        (kept, failure) -> {
                            if (kept == null) {
                                log.debug("The current values of {} come later", family, failure);
                                due.add(family);
                            } else {
                                hearer.accept(family, kept);
                            }
                        },
                        task -> Thread.ofVirtual().name("current-" + family).start(task));
    }
}
