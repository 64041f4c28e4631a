package de.aktienanalyse.orchestrator.picture;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.EventEnvelope;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Asks all modules what they know, and waits for them.
@Component
public class Survey {
    private static final String PERFORMANCE_RANKINGS = "performance_rankings";

    private final EventBus bus;
    private final SurveyRules rules;
    private final Clock clock;
    private final RandomGenerator random;
    private final AtomicReference<@Nullable Inquiry> open = new AtomicReference<>();

    public Survey(EventBus bus, SurveyRules rules, Clock clock, RandomGenerator random) {
        this.bus = bus;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
    }

    /// Never call it inside a transaction: it waits.
    public SystemPicture take() throws InterruptedException {
        String requestId = new UUID(random.nextLong(), random.nextLong()).toString();
        Inquiry inquiry = new Inquiry(requestId, rules.modules());
        open.set(inquiry);
        bus.publish(new DataRequested(PERFORMANCE_RANKINGS, requestId));
        inquiry.await(rules.timeout());
        open.set(null);
        return SystemPicture.of(clock.instant(), rules.modules(), inquiry.answers());
    }

    /// Answers to an earlier question, or to somebody else's, are passed over.
    public void hear(EventEnvelope<DataProvided> heard) {
        Inquiry inquiry = open.get();
        if (inquiry != null) {
            inquiry.offer(heard.data());
        }
    }
}
