package de.aktienanalyse.eventbus.journal;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param retention how long events are kept in the journal; 0: for ever, since returns and reports
///   can only be rebuilt from it
@ConfigurationProperties("aktien.journal")
public record JournalSettings(@DefaultValue("0") Duration retention) {
    /// What a group that was away may still have to fetch from here.
    private static final Duration LEAST = Duration.ofDays(7);

    public JournalSettings {
        if (retention.isNegative() || !retention.isZero() && retention.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "aktien.journal.retention must be 0 (for ever) or at least 7d");
        }
    }
}
