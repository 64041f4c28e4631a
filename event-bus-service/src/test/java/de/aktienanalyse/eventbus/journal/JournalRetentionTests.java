package de.aktienanalyse.eventbus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.eventbus.MovingClock;
import de.aktienanalyse.eventbus.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalRetentionTests {
    private final MovingClock clock = new MovingClock(Instant.parse("2025-01-25T12:00:00Z"));

    @Test
    void onlyWhatIsOlderThanTheSettingIsForgotten(@TempDir Path directory) {
        try (TestDatabase database = new TestDatabase(directory)) {
            EventJournal journal = new EventJournal(database.client(), new EventCodec(), clock);
            database.client()
                    .sql(
                            """
                            insert into journal (event_id, event_type, source, subject, place, epoch, sequence, occurred_at,
                                recorded_at, json)
                            values ('old', 'alerts.triggered', 's', 'x', 'alerts.0', 1, 1, 0, :old, '{}'),
                                ('new', 'alerts.triggered', 's', 'x', 'alerts.0', 1, 2, 0, :new, '{}')
                            """)
                    .param("old", clock.instant().minus(Duration.ofDays(31)).toEpochMilli())
                    .param("new", clock.instant().minus(Duration.ofDays(29)).toEpochMilli())
                    .update();

            forget(database, journal, Duration.ZERO);
            assertThat(journal.size()).isEqualTo(2);
            forget(database, journal, Duration.ofDays(30));
            assertThat(journal.byId("old")).isEmpty();
            assertThat(journal.byId("new")).isPresent();
        }
    }

    @Test
    void aTimeThatGroupsMayStillNeedIsRefused() {
        assertThatThrownBy(() -> new JournalSettings(Duration.ofDays(1)))
                .hasMessageContaining("at least 7d");
    }

    private void forget(TestDatabase database, EventJournal journal, Duration retention) {
        new JournalRetention(
                        journal, new JournalSettings(retention), database.transactions(), clock)
                .forget();
    }
}
