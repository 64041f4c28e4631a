package de.aktienanalyse.eventbus.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.events.AlertEvent;
import de.aktienanalyse.events.AlertEvent.AlertType;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.SystemEvent.PerformanceAlertRaised;
import de.aktienanalyse.events.SystemEvent.PerformanceAlertType;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import de.aktienanalyse.events.UserEvent.Notified;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotificationsTests {
    private static final Instant NOON = Instant.parse("2025-01-25T12:00:00Z");
    private static final AlertEvent.Triggered ALERT =
            new AlertEvent.Triggered(
                    AlertType.PRICE_THRESHOLD,
                    "AAPL",
                    "AAPL über 180",
                    Severity.WARNING,
                    new BigDecimal("181"),
                    new BigDecimal("181"),
                    new BigDecimal("180"),
                    NOON,
                    "r-1");

    private final Notifications notifications = new Notifications();

    @Test
    void anAlertReachesTheOwnersInbox() {
        assertThat(notifications.of(ALERT, envelope(ALERT, null)))
                .singleElement()
                .satisfies(note -> {
                    assertThat(note.userId()).isEqualTo("owner");
                    assertThat(note.title()).isEqualTo("Alarm für AAPL");
                    assertThat(note.message()).isEqualTo("AAPL über 180");
                    assertThat(note.severity()).isEqualTo(Severity.WARNING);
                });
    }

    @Test
    void theSameEventMakesTheSameEntry() {
        assertThat(notifications.of(ALERT, envelope(ALERT, null)))
                .isEqualTo(notifications.of(ALERT, envelope(ALERT, null)));
    }

    @Test
    void nothingComesOfAReplay() {
        assertThat(notifications.of(ALERT, envelope(ALERT, "replay-1"))).isEmpty();
    }

    @Test
    void aFailedOrderIsToldWithItsReason() {
        OrderEvent.Failed failed =
                new OrderEvent.Failed(
                        "o-1",
                        "AAPL",
                        "insufficient_funds",
                        "Nicht genug Geld",
                        NOON,
                        null,
                        null,
                        null);

        assertThat(notifications.of(failed, envelope(failed, null)).getFirst().message())
                .isEqualTo("Nicht genug Geld (insufficient_funds, Auftrag o-1)");
    }

    @Test
    void ofTheSuitesTroubleOnlyTheCriticalAndItsEndAreTold() {
        assertThat(of(silence(Severity.CRITICAL))).isEqualTo("Dienst verwaltung antwortet nicht");
        assertThat(of(silence(Severity.INFO))).isEqualTo("Dienst verwaltung antwortet wieder");
        PerformanceAlertRaised slow =
                new PerformanceAlertRaised(
                        PerformanceAlertType.HIGH_LATENCY,
                        "verwaltung",
                        "p99",
                        9,
                        5,
                        Severity.WARNING,
                        NOON);
        assertThat(notifications.of(slow, envelope(slow, null))).isEmpty();
    }

    @Test
    void aReportThatIsReadyIsTold() {
        assertThat(
                        notifications.of(
                                done("generate_report"), envelope(done("generate_report"), null)))
                .extracting(Notified::title)
                .containsExactly("Bericht fertig");
        assertThat(notifications.of(done("place_order"), envelope(done("place_order"), null)))
                .isEmpty();
    }

    private static CommandCompleted done(String command) {
        return new CommandCompleted(
                "owner", "c-1", command, AnswerStatus.SUCCESS, RawJson.EMPTY_OBJECT);
    }

    private String of(PerformanceAlertRaised alert) {
        return notifications.of(alert, envelope(alert, null)).getFirst().title();
    }

    private static PerformanceAlertRaised silence(Severity severity) {
        return new PerformanceAlertRaised(
                PerformanceAlertType.SERVICE_SILENT,
                "verwaltung",
                "heartbeat_age_seconds",
                16,
                15,
                severity,
                NOON);
    }

    private static EventEnvelope<Event> envelope(Event event, @Nullable String replay) {
        return new EventEnvelope<>(
                EventTypes.nameOf(event.getClass()),
                "e-1",
                NOON,
                "verwaltung",
                "1.0",
                event,
                event.routingKey(),
                null,
                null,
                null,
                null,
                null,
                replay,
                "alerts.0@1-1");
    }
}
