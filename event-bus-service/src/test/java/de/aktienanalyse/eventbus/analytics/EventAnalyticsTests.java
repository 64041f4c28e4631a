package de.aktienanalyse.eventbus.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.RawEvent;
import de.aktienanalyse.eventbus.MovingClock;
import de.aktienanalyse.eventbus.analytics.AnalyticsReport.Percentiles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventAnalyticsTests {
    private final MovingClock clock = new MovingClock(Instant.parse("2025-01-25T12:00:00Z"));
    private long refused;
    private final EventAnalytics analytics =
            new EventAnalytics(new EventCodec(), clock, () -> refused);

    @Test
    void countsByTypeAndSource() {
        hear("trading.order.created", "verwaltung.broker-integration", Duration.ZERO);
        hear("trading.order.created", "verwaltung.broker-integration", Duration.ZERO);
        hear("market.data.realtime", "aktienanalyse.market-data", Duration.ZERO);

        AnalyticsReport report = analytics.report();
        assertThat(report.totalEvents()).isEqualTo(3);
        assertThat(report.eventsByType())
                .containsEntry("trading.order.created", 2L)
                .containsEntry("market.data.realtime", 1L);
        assertThat(report.eventsBySource()).containsEntry("aktienanalyse.market-data", 1L);
    }

    /// 1 ms … 100 ms: nearest rank gives the values themselves.
    @Test
    void measuresFromTheEnvelopesTimeToHearingIt() {
        for (int ms = 1; ms <= 100; ms++) {
            hear("market.data.realtime", "feed", Duration.ofMillis(ms));
        }

        AnalyticsReport report = analytics.report();
        assertThat(report.avgProcessingTime()).isEqualTo(50.5);
        assertThat(report.processingTime()).isEqualTo(new Percentiles(50, 95, 99, 100));
        assertThat(report.processingTimeByType())
                .containsEntry("market.data.realtime", new Percentiles(50, 95, 99, 100));
    }

    @Test
    void theTimeOfAnEventThatTellsOfLastYearIsNoProcessingTime() {
        hear("market.data.realtime", "feed", Duration.ofDays(365));

        assertThat(analytics.report().totalEvents()).isEqualTo(1);
        assertThat(analytics.report().avgProcessingTime()).isZero();
    }

    @Test
    void errorRateIsTheShareOfRefusedMessages() {
        hear("market.data.realtime", "feed", Duration.ZERO);
        refused = 3;

        assertThat(analytics.report().errorRate()).isEqualTo(0.75);
    }

    @Test
    void throughputIsThatOfTheLastMinute() {
        for (int second = 0; second < 300; second++) {
            for (int i = 0; i < (second < 200 ? 100 : 10); i++) {
                hear("market.data.realtime", "feed", Duration.ZERO);
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(analytics.report().throughput()).isEqualTo(10);

        clock.advance(Duration.ofMinutes(2));
        assertThat(analytics.report().throughput()).isZero();
    }

    @Test
    void throughputOfTheFirstSecondsIsNotThinnedOverAMinute() {
        for (int second = 0; second < 5; second++) {
            hear("market.data.realtime", "feed", Duration.ZERO);
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(analytics.report().throughput()).isEqualTo(1);
    }

    @Test
    void namesThatForeignersMakeUpDoNotGrowTheReport() {
        for (int i = 0; i < 1000; i++) {
            hear("market.made.up" + i, "source-" + i, Duration.ZERO);
        }

        assertThat(analytics.report().eventsByType()).containsOnlyKeys("other");
        assertThat(analytics.report().eventsBySource()).hasSizeLessThanOrEqualTo(201);
        assertThat(analytics.report().totalEvents()).isEqualTo(1000);
    }

    @Test
    void whatIsNotYetOnTheBusIsNotCounted() {
        analytics.hear(new RawEvent("stock.x", "rubbish".getBytes(StandardCharsets.UTF_8)));
        analytics.hear(
                new RawEvent(
                        "stock.x", "rubbish,\"position\":\"-\"}".getBytes(StandardCharsets.UTF_8)));

        assertThat(analytics.report().totalEvents()).isZero();
    }

    private void hear(String type, String source, Duration ago) {
        String json =
                "{\"event_type\":\"%s\",\"event_id\":\"1\",\"timestamp\":\"%s\",\"source\":\"%s\",\"data\":{},\"position\":\"-\"}"
                        .formatted(type, clock.instant().minus(ago), source);
        analytics.hear(new RawEvent(type, json.getBytes(StandardCharsets.UTF_8)));
    }
}
