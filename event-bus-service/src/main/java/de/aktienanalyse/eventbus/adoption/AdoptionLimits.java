package de.aktienanalyse.eventbus.adoption;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What foreigners may cost us.
///
/// @param waitingMessages how many plain publishes wait at most; more are counted and dropped, as
///   Pub/Sub does
/// @param waitingBytes how much they may hold together
/// @param quarantineRows how many refused messages are kept; the oldest go
/// @param quarantineRowsPerSecond beyond it refused messages are only counted
/// @param memory how long an id is remembered, so that a repeat is known; longer than any outbox
///   and inbox mark
@ConfigurationProperties("aktien.adoption")
public record AdoptionLimits(
        @DefaultValue("10000") int waitingMessages,
        @DefaultValue("16MB") DataSize waitingBytes,
        @DefaultValue("1000") int quarantineRows,
        @DefaultValue("100") int quarantineRowsPerSecond,
        @DefaultValue("30d") Duration memory) {
    public AdoptionLimits {
        if (waitingMessages < 1 || quarantineRows < 1 || quarantineRowsPerSecond < 1) {
            throw new IllegalArgumentException("The limits of aktien.adoption must be at least 1");
        }
    }
}
