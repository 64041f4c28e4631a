package de.aktienanalyse.bus;

import de.aktienanalyse.bus.Marks.Failure;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what is told again from the journal to one group, in order and through the same reactions,
/// under the mark of its replay. What fails five times is a dead letter of the replay, which holds
/// back nothing that comes live.
final class Replays implements QueueReader.Taker {
    private static final Logger log = LoggerFactory.getLogger(Replays.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final String group;
    private final Reactions reactions;
    private final BusParts parts;

    Replays(String group, Reactions reactions, BusParts parts) {
        this.group = group;
        this.reactions = reactions;
        this.parts = parts;
    }

    @Override
    public void take(String claim, String id, byte[] json) throws Exception {
        StreamEntry entry = entry(id, json);
        EventEnvelope<Event> envelope = entry.envelope();
        if (envelope == null) {
            return;
        }
        if (!envelope.replayed()) {
            // Under the mark of live events it would be taken for one of them.
            parts.metrics().malformed("replay");
            return;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                reactions.replayed(claim, entry);
                return;
            } catch (Ownership.Lost lost) {
                throw lost;
            } catch (Exception e) {
                parts.metrics().failed(group, entry.eventType());
                if (attempt == GroupReader.ATTEMPTS) {
                    log.error("{} could not take {} of a replay", group, entry.eventId(), e);
                    reactions.bury(
                            claim,
                            entry,
                            new Failure(String.valueOf(e), GroupReader.stackHash(e), attempt));
                    parts.metrics().buried(group);
                    return;
                }
                pause(attempt);
            }
        }
    }

    /// Says of its own family and partition, not of the replay's stream, so that it is a dead
    /// letter like any other.
    private StreamEntry entry(String id, byte[] json) {
        StreamEntry read = reactions.read(group, "", 0, id, json);
        EventEnvelope<Event> envelope = read.envelope();
        return envelope == null
                ? read
                : new StreamEntry(
                        group,
                        EventTypes.familyOf(envelope.eventType()),
                        Partitions.of(envelope.data().subject()),
                        id,
                        json,
                        envelope);
    }

    private void pause(int attempt) throws InterruptedException {
        long bound = FIRST_PAUSE.toMillis() << attempt;
        TimeUnit.MILLISECONDS.sleep(bound / 2 + parts.random().nextLong(bound / 2 + 1));
    }
}
