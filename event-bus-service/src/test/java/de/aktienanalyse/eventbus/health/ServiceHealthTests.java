package de.aktienanalyse.eventbus.health;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.InMemoryEventBus;
import de.aktienanalyse.eventbus.MovingClock;
import de.aktienanalyse.eventbus.TestDatabase;
import de.aktienanalyse.eventbus.analytics.EventAnalytics;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.SystemEvent.PerformanceAlertRaised;
import de.aktienanalyse.events.SystemEvent.PerformanceAlertType;
import de.aktienanalyse.events.SystemEvent.ServiceStatus;
import de.aktienanalyse.events.SystemEvent.StatusReported;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceHealthTests {
    @TempDir Path directory;

    private final MovingClock clock = new MovingClock(Instant.parse("2025-01-25T12:00:00Z"));
    private TestDatabase database;
    private InMemoryEventBus bus;
    private ServiceHealth health;

    @BeforeEach
    void open() {
        database = new TestDatabase(directory);
        restart();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void restart() {
        bus = new InMemoryEventBus("event-bus-service");
        health =
                new ServiceHealth(
                        new HealthRules(
                                List.of("verwaltung", "auswertung"),
                                Duration.ofSeconds(15),
                                Duration.ofMinutes(10),
                                Duration.ofDays(90)),
                        history(),
                        database.transactions(),
                        bus,
                        clock);
        bus.watch(StatusReported.class, health::hear);
        bus.start();
    }

    private StatusHistory history() {
        return new StatusHistory(database.client());
    }

    @Test
    void aServiceThatFallsSilentIsOfflineAndAlarmedOnce() {
        live(5, "verwaltung-1", "auswertung-1");
        live(60, "auswertung-1");

        assertThat(health.services())
                .containsEntry("verwaltung", ServiceStatus.OFFLINE)
                .containsEntry("auswertung", ServiceStatus.ONLINE);
        assertThat(bus.said(PerformanceAlertRaised.class))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.alertType()).isEqualTo(PerformanceAlertType.SERVICE_SILENT);
                    assertThat(alert.serviceName()).isEqualTo("verwaltung");
                    assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
                    assertThat(alert.currentValue()).isBetween(15.0, 17.0);
                    assertThat(alert.threshold()).isEqualTo(15);
                });
    }

    @Test
    void aServiceThatIsHeardAgainIsOnlineAndTheAllClearIsSaid() {
        live(5, "verwaltung-1", "auswertung-1");
        live(20, "auswertung-1");
        live(5, "verwaltung-1", "auswertung-1");

        assertThat(health.services()).containsEntry("verwaltung", ServiceStatus.ONLINE);
        assertThat(bus.said(PerformanceAlertRaised.class))
                .extracting(PerformanceAlertRaised::severity)
                .containsExactly(Severity.CRITICAL, Severity.INFO);
        assertThat(history().of("verwaltung", 10))
                .extracting(StatusHistory.Change::status)
                .containsExactly(ServiceStatus.ONLINE, ServiceStatus.OFFLINE, ServiceStatus.ONLINE);
    }

    @Test
    void aServiceThatTakesItsLeaveIsOfflineWithoutAlarm() {
        live(5, "verwaltung-1", "auswertung-1");
        bus.publish(beat("verwaltung-1", ServiceStatus.OFFLINE, 0));
        live(60, "auswertung-1");

        assertThat(health.services()).containsEntry("verwaltung", ServiceStatus.OFFLINE);
        assertThat(bus.said(PerformanceAlertRaised.class)).isEmpty();
    }

    @Test
    void whoSleptHimselfAccusesNobody() {
        live(5, "verwaltung-1", "auswertung-1");
        clock.advance(Duration.ofMinutes(5));
        health.look();
        live(10, "verwaltung-1", "auswertung-1");

        assertThat(bus.said(PerformanceAlertRaised.class)).isEmpty();
    }

    @Test
    void whoHearsNobodyIsDeafHimself() {
        live(5, "verwaltung-1", "auswertung-1");
        live(60);
        live(5, "verwaltung-1", "auswertung-1");

        assertThat(bus.said(PerformanceAlertRaised.class)).isEmpty();
        assertThat(health.services()).containsEntry("verwaltung", ServiceStatus.ONLINE);
    }

    @Test
    void whatFellSilentBeforeARestartIsNotAlarmedAgainAndItsReturnIsSaid() {
        live(5, "verwaltung-1", "auswertung-1");
        live(20, "auswertung-1");

        restart();
        live(60, "auswertung-1");
        assertThat(bus.said(PerformanceAlertRaised.class)).isEmpty();
        assertThat(health.services()).containsEntry("verwaltung", ServiceStatus.OFFLINE);

        live(2, "verwaltung-1", "auswertung-1");
        assertThat(bus.said(PerformanceAlertRaised.class))
                .extracting(PerformanceAlertRaised::severity)
                .containsExactly(Severity.INFO);
    }

    @Test
    void whatDiesWhileWeAreDownIsNoticedAfterwards() {
        live(5, "verwaltung-1", "auswertung-1");

        restart();
        live(20, "auswertung-1");

        assertThat(bus.said(PerformanceAlertRaised.class))
                .extracting(PerformanceAlertRaised::serviceName)
                .containsExactly("verwaltung");
    }

    @Test
    void aHeartbeatFromBeforeIsNoSignOfLife() {
        StatusReported old = beat("verwaltung-1", ServiceStatus.ONLINE, 100);
        clock.advance(Duration.ofMinutes(3));
        bus.publish(old);
        health.look();

        assertThat(health.services()).containsEntry("verwaltung", ServiceStatus.OFFLINE);
    }

    @Test
    void theLastHeartbeatOfOneWhoDiedIsNoReturn() {
        live(5, "verwaltung-1", "auswertung-1");
        live(20, "auswertung-1");
        StatusReported last = beat("verwaltung-1", ServiceStatus.ONLINE, 100);
        clock.advance(Duration.ofSeconds(1));

        restart();
        bus.publish(last);
        live(20, "auswertung-1");

        assertThat(health.services()).containsEntry("verwaltung", ServiceStatus.OFFLINE);
        assertThat(bus.said(PerformanceAlertRaised.class)).isEmpty();
    }

    @Test
    void aServiceIsDegradedWhileOneOfItsInstancesIsGoneAndWholeWhenThatIsForgotten() {
        live(5, "verwaltung-1", "verwaltung-2", "auswertung-1");
        live(20, "verwaltung-1", "auswertung-1");
        assertThat(health.services()).containsEntry("verwaltung", ServiceStatus.DEGRADED);

        live(700, "verwaltung-1", "auswertung-1");
        assertThat(health.services()).containsEntry("verwaltung", ServiceStatus.ONLINE);
    }

    @Test
    void theSystemStatusHasTheSpecsFieldsInItsWords() {
        live(5, "verwaltung-1");
        bus.publish(beat("verwaltung-1", ServiceStatus.DEGRADED, 80));
        clock.advance(Duration.ofSeconds(1));
        health.look();
        EventCodec codec = new EventCodec();
        EventAnalytics analytics = new EventAnalytics(codec, clock, () -> 0);

        String json =
                codec.json(SystemStatus.of(health, analytics.report(), BusCondition.Figures.NONE))
                        .text();

        assertThat(json)
                .startsWith(
                        "{\"services\":{\"auswertung\":\"offline\",\"verwaltung\":\"degraded\"},\"overall_health\":40,\"timestamp\":\"2025-01-25T12:00:06Z\"")
                .contains("\"instance\":\"verwaltung-1\"", "\"analytics\":{\"total_events\":0");
    }

    /// Lets time pass, with a heartbeat of each named instance per second.
    private void live(int seconds, String... instances) {
        for (int second = 0; second < seconds; second++) {
            for (String instance : instances) {
                bus.publish(beat(instance, ServiceStatus.ONLINE, 100));
            }
            health.look();
            clock.advance(Duration.ofSeconds(1));
        }
    }

    private StatusReported beat(String instance, ServiceStatus status, int score) {
        return new StatusReported(
                instance.substring(0, instance.lastIndexOf('-')),
                status,
                score,
                1.5,
                0,
                clock.instant(),
                null,
                instance);
    }
}
