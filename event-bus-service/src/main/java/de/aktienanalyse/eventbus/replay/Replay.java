package de.aktienanalyse.eventbus.replay;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import de.aktienanalyse.eventbus.journal.JournalQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One replay, and how far it is.
///
/// @param group the group it is for; null when it is for a browser
/// @param clientId the browser's connection; null when it is for a group
/// @param total how many events it had to tell when it was started
/// @param done how many it has told
/// @param skipped how many it left out: what only followed from an earlier replay is no history
/// @param told last told position per partition, `trading.2` → `<epoch>-<sequence>`
record Replay(
        String replayId,
        @Nullable String group,
        @Nullable String clientId,
        @Nullable Instant from,
        Instant to,
        @Nullable String eventType,
        @Nullable String subject,
        @Nullable String correlationId,
        BigDecimal speed,
        State state,
        long total,
        long done,
        long skipped,
        @JsonIgnore Map<String, String> told,
        String actor,
        Instant createdAt,
        @Nullable Instant endedAt) {

    enum State {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("paused")
        PAUSED,
        @JsonProperty("done")
        DONE,
        @JsonProperty("cancelled")
        CANCELLED;

        boolean ended() {
            return this == DONE || this == CANCELLED;
        }
    }

    Replay {
        told = Map.copyOf(told);
    }

    JournalQuery query() {
        return new JournalQuery(
                from, to, eventType, subject, null, correlationId, false, null, null);
    }

    SortedMap<String, String> progress() {
        return new TreeMap<>(told);
    }
}
