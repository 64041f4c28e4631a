package de.aktienanalyse.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Answered;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandEnvelope;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.UserEvent.AnswerStatus;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/// Asks over the bus, as the gateway does for the owner.
final class Owner {
    private final ApplicationContext service;

    Owner(ApplicationContext service) {
        this.service = service;
    }

    Answered ask(String command, String data) throws Exception {
        String id = command + "-" + System.nanoTime();
        Command asked =
                service.getBean(EventCodec.class)
                        .commandData(data, CommandTypes.byName(command).orElseThrow());
        return service.getBean(EventBus.class)
                .ask(
                        new CommandEnvelope<>(
                                command,
                                id,
                                id,
                                "owner",
                                null,
                                null,
                                Instant.now(),
                                null,
                                null,
                                asked))
                .get(10, TimeUnit.SECONDS);
    }

    JsonNode result(String command, String data) throws Exception {
        Answered answer = ask(command, data);
        assertThat(answer.status()).as(answer.result().text()).isEqualTo(AnswerStatus.SUCCESS);
        return service.getBean(EventCodec.class).mapper().readTree(answer.result().text());
    }
}
