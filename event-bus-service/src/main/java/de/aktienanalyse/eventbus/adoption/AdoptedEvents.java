package de.aktienanalyse.eventbus.adoption;

import de.aktienanalyse.events.EventEnvelope;
import java.time.Clock;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The ids that were adopted: what makes a repeat known.
final class AdoptedEvents {
    private final JdbcClient database;
    private final Clock clock;

    AdoptedEvents(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Marks an event as adopted.
    ///
    /// @return false when it was adopted before
    boolean add(EventEnvelope<?> envelope, String channel) {
        return database.sql(
                                """
                                insert into adopted_event (event_id, event_type, source, channel, adopted_at)
                                values (:id, :type, :source, :channel, :at)
                                on conflict (event_id) do nothing
                                """)
                        .param("id", envelope.eventId())
                        .param("type", envelope.eventType())
                        .param("source", envelope.source())
                        .param("channel", Quarantine.cut(channel, 256))
                        .param("at", clock.millis())
                        .update()
                == 1;
    }

    int forgetBefore(Instant time) {
        return database.sql("delete from adopted_event where adopted_at < :time")
                .param("time", time.toEpochMilli())
                .update();
    }
}
