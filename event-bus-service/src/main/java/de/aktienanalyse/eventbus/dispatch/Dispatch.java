package de.aktienanalyse.eventbus.dispatch;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.bus.Worker;
import de.aktienanalyse.commands.BusCommand.DispatchNotification;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.Severity;
import de.aktienanalyse.events.UserEvent.Notified;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Sends notifications to the owner's webhook. A crash between the answer of the webhook and the
/// commit sends one again under the same `Idempotency-Key`.
@Component
public class Dispatch {
    private static final String ACTOR = "event-bus-service";

    private final EventBus bus;
    private final EventCodec codec;
    private final Clock clock;
    private final DispatchSettings settings;
    private final @Nullable URI target;
    private final HttpClient http;

    public Dispatch(EventBus bus, EventCodec codec, Clock clock, DispatchSettings settings) {
        this.bus = bus;
        this.codec = codec;
        this.clock = clock;
        this.settings = settings;
        this.target = settings.target();
        this.http = HttpClient.newBuilder().connectTimeout(settings.patience()).build();
    }

    private record Body(
            @Nullable String notificationId, String title, String message, Severity severity) {}

    private record Sent(int status) {}

    /// Within the transaction of the reaction: what is an entry of the inbox will be sent.
    public void plan(EventEnvelope<Notified> heard) {
        if (target == null) {
            return;
        }
        Notified note = heard.data();
        String correlationId = heard.correlationId();
        bus.put(
                new CommandEnvelope<>(
                        CommandTypes.nameOf(DispatchNotification.class),
                        note.notificationId(),
                        correlationId == null ? note.notificationId() : correlationId,
                        ACTOR,
                        null,
                        null,
                        clock.instant(),
                        null,
                        heard.traceparent(),
                        new DispatchNotification(
                                note.notificationId(),
                                note.title(),
                                note.message(),
                                note.severity(),
                                null)));
    }

    /// Throws when it is worth trying again.
    public Worker.Conclusion send(
            CommandEnvelope<DispatchNotification> command, Worker.Progress progress)
            throws IOException, InterruptedException {
        if (target == null) {
            return () ->
                    Outcome.refused(
                            "no_webhook", "No webhook is set: AKTIEN_WEBHOOK_URL names one");
        }
        DispatchNotification note = command.data();
        Severity severity = note.severity() == null ? Severity.INFO : note.severity();
        byte[] body =
                codec.mapper()
                        .writeValueAsBytes(
                                new Body(
                                        note.notificationId(),
                                        note.title(),
                                        note.message(),
                                        severity));
        HttpRequest request =
                HttpRequest.newBuilder(target)
                        .timeout(settings.patience())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", command.actor() + "/" + command.commandId())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status >= 200 && status < 300) {
            return () -> Outcome.success(new Sent(status));
        }
        if (status >= 400 && status < 500 && status != 408 && status != 425 && status != 429) {
            return () -> Outcome.refused("webhook_refused", "The webhook answered with " + status);
        }
        throw new IOException("The webhook answered with " + status);
    }
}
