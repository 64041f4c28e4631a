package de.aktienanalyse.eventbus.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.eventbus.MovingClock;
import de.aktienanalyse.eventbus.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinuteBookTests {
    private static final Instant NOON = Instant.parse("2025-01-25T12:00:00Z");

    @TempDir Path directory;

    private final MovingClock clock = new MovingClock(NOON);
    private final AtomicLong refused = new AtomicLong();
    private TestDatabase database;
    private EventAnalytics analytics;
    private MinuteBook book;

    @BeforeEach
    void open() {
        database = new TestDatabase(directory);
        restart();
    }

    private void restart() {
        analytics = new EventAnalytics(new EventCodec(), clock, refused::get);
        book =
                new MinuteBook(
                        database.client(),
                        database.transactions(),
                        analytics,
                        new AnalyticsSettings(Duration.ofDays(7)),
                        clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aReportOfEarlierSurvivesARestart() {
        hear("verwaltung.depot", 100);
        hear("verwaltung.depot", 200);
        book.write();
        hear("verwaltung.depot", 300);
        hear("auswertung.figures", 10);
        refused.set(1);
        book.write();
        refused.set(0);
        restart();
        clock.advance(Duration.ofMinutes(10));
        hear("verwaltung.depot", 9_000);

        AnalyticsReport report = book.report(NOON, NOON.plusSeconds(60));

        assertThat(report.totalEvents()).isEqualTo(4);
        assertThat(report.eventsBySource())
                .containsEntry("verwaltung.depot", 3L)
                .containsEntry("auswertung.figures", 1L);
        assertThat(report.errorRate()).isEqualTo(0.2);
        assertThat(report.throughput()).isEqualTo(4 / 60.0);
        assertThat(report.avgProcessingTime()).isEqualTo(152.5);
        assertThat(report.processingTimeBySource())
                .hasEntrySatisfying(
                        "verwaltung.depot",
                        times -> assertThat(times.p50()).isCloseTo(200, within(13.0)));
        assertThat(book.report(null, null).totalEvents()).isEqualTo(5);
    }

    @Test
    void whatIsOldIsForgotten() {
        hear("verwaltung.depot", 1);
        book.write();
        clock.advance(Duration.ofDays(8));

        book.forgetOld();

        assertThat(book.report(null, null).totalEvents()).isZero();
    }

    @Test
    void aBucketIsNeverFarFromItsValue() {
        for (long value = 0; value < 5_000_000; value = value * 9 / 8 + 1) {
            long highest = Histogram.highest(Histogram.bucket(value));
            assertThat(highest).isBetween(value, value + value / 15);
        }
    }

    private void hear(String source, long milliseconds) {
        Instant said = clock.instant().minusMillis(milliseconds);
        analytics.hear(
                new RawEvent(
                        "trading.order.executed.AAPL",
                        """
                        {"event_type":"trading.order.executed","event_id":"1","timestamp":"%s","source":"%s","position":"trading.0@1-1"}\
                        """
                                .formatted(said, source)
                                .getBytes(StandardCharsets.UTF_8)));
    }
}
