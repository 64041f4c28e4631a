package de.aktienanalyse.eventbus.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.aktienanalyse.events.AlertEvent;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.OrderEvent;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.SystemEvent.PerformanceAlertRaised;
import de.aktienanalyse.events.SystemEvent.PerformanceAlertType;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import de.aktienanalyse.events.UserEvent.CommandCompleted;
import de.aktienanalyse.events.UserEvent.Notified;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Turns what happened into what the owner reads.
public final class Notifications {
    private static final String OWNER = "owner";

    public List<Notified> of(AlertEvent.Triggered alert, EventEnvelope<?> heard) {
        return tell(
                heard,
                "Alarm für " + alert.symbol(),
                alert.message(),
                alert.severity(),
                alert.timestamp());
    }

    public List<Notified> of(OrderEvent.Failed order, EventEnvelope<?> heard) {
        return tell(
                heard,
                "Auftrag für " + order.symbol() + " abgelehnt",
                "%s (%s, Auftrag %s)"
                        .formatted(order.errorMessage(), order.errorCode(), order.orderId()),
                Severity.ERROR,
                order.failedAt());
    }

    /// Critical trouble, and the all-clear after a service was silent.
    public List<Notified> of(PerformanceAlertRaised alert, EventEnvelope<?> heard) {
        boolean silence = alert.alertType() == PerformanceAlertType.SERVICE_SILENT;
        if (alert.severity() == Severity.CRITICAL) {
            return tell(
                    heard,
                    silence
                            ? "Dienst " + alert.serviceName() + " antwortet nicht"
                            : "Störung im Dienst " + alert.serviceName(),
                    silence
                            ? "Seit %.0f Sekunden kein Lebenszeichen."
                                    .formatted(alert.currentValue())
                            : String.format(
                                    Locale.GERMANY,
                                    "%s: %.2f (Grenze %.2f)",
                                    alert.metricName(),
                                    alert.currentValue(),
                                    alert.threshold()),
                    alert.severity(),
                    alert.timestamp());
        }
        if (silence && alert.severity() == Severity.INFO) {
            return tell(
                    heard,
                    "Dienst " + alert.serviceName() + " antwortet wieder",
                    "Das Lebenszeichen ist zurück.",
                    alert.severity(),
                    alert.timestamp());
        }
        return List.of();
    }

    /// Only of what takes so long that nobody waits for it.
    public List<Notified> of(CommandCompleted done, EventEnvelope<?> heard) {
        if (!done.command().equals("generate_report") || done.status() != AnswerStatus.SUCCESS) {
            return List.of();
        }
        return tell(
                heard,
                "Bericht fertig",
                "Der Bericht kann heruntergeladen werden.",
                Severity.INFO,
                heard.timestamp());
    }

    /// The id comes from the event, so that the same event never makes two entries.
    private static List<Notified> tell(
            EventEnvelope<?> heard, String title, String message, Severity severity, Instant at) {
        if (heard.replayed()) {
            return List.of();
        }
        String id =
                UUID.nameUUIDFromBytes(("notification " + heard.eventId()).getBytes(UTF_8))
                        .toString();
        return List.of(new Notified(OWNER, id, title, message, severity, null, at));
    }
}
