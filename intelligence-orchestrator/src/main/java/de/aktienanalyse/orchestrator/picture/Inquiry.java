package de.aktienanalyse.orchestrator.picture;

import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One question to all modules, and the answers that have come so far. Answers come on the bus's
/// threads.
final class Inquiry {
    private final String requestId;
    private final List<String> modules;
    private final Map<String, DataProvided> answers = new ConcurrentHashMap<>();
    private final CountDownLatch missing;

    Inquiry(String requestId, List<String> modules) {
        this.requestId = requestId;
        this.modules = modules;
        this.missing = new CountDownLatch(modules.size());
    }

    /// The first answer of each asked module counts.
    void offer(DataProvided answer) {
        if (answer.requestId().equals(requestId)
                && modules.contains(answer.module())
                && answers.putIfAbsent(answer.module(), answer) == null) {
            missing.countDown();
        }
    }

    /// Waits until all have answered, at most `timeout`.
    void await(Duration timeout) throws InterruptedException {
        boolean _ = missing.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    Map<String, DataProvided> answers() {
        return Map.copyOf(answers);
    }
}
