package de.aktienanalyse.eventbus;

import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.commands.BusCommand.CancelReplay;
import de.aktienanalyse.commands.BusCommand.CheckSchema;
import de.aktienanalyse.commands.BusCommand.DeleteRoute;
import de.aktienanalyse.commands.BusCommand.DiscardDeadLetters;
import de.aktienanalyse.commands.BusCommand.GetAsyncapi;
import de.aktienanalyse.commands.BusCommand.GetCatalogue;
import de.aktienanalyse.commands.BusCommand.GetDeadLetters;
import de.aktienanalyse.commands.BusCommand.GetReplays;
import de.aktienanalyse.commands.BusCommand.GetRouting;
import de.aktienanalyse.commands.BusCommand.GetSchema;
import de.aktienanalyse.commands.BusCommand.GetSchemas;
import de.aktienanalyse.commands.BusCommand.PauseReplay;
import de.aktienanalyse.commands.BusCommand.ResetRouting;
import de.aktienanalyse.commands.BusCommand.ResumeReplay;
import de.aktienanalyse.commands.BusCommand.RetryDeadLetters;
import de.aktienanalyse.commands.BusCommand.SetRoute;
import de.aktienanalyse.commands.BusCommand.StartReplay;
import de.aktienanalyse.eventbus.deadletters.DeadLetterDesk;
import de.aktienanalyse.eventbus.replay.ReplayDesk;
import de.aktienanalyse.eventbus.routing.RoutingDesk;
import de.aktienanalyse.eventbus.schemas.Catalogue;
import de.aktienanalyse.eventbus.schemas.SchemaDesk;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the owner does with the bus: mends what went wrong, tells again, routes.
@Configuration(proxyBeanMethods = false)
class OperatorFlow {

    @Bean
    Flow deadLettersFlow(DeadLetterDesk desk) {
        return new Flow("event-bus-service.deadletters")
                .obeys(GetDeadLetters.class)
                .answers(asked -> desk.list(asked.data()))
                .obeys(RetryDeadLetters.class)
                .by(desk::retry)
                .obeys(DiscardDeadLetters.class)
                .by(desk::discard);
    }

    @Bean
    Flow replayFlow(ReplayDesk desk) {
        return new Flow("event-bus-service.replay")
                .obeys(StartReplay.class)
                .by(desk::start)
                .obeys(PauseReplay.class)
                .by(asked -> desk.pause(asked.data().replayId()))
                .obeys(ResumeReplay.class)
                .by(asked -> desk.resume(asked.data().replayId()))
                .obeys(CancelReplay.class)
                .by(asked -> desk.cancel(asked.data().replayId()))
                .obeys(GetReplays.class)
                .answers(asked -> desk.list(asked.data()));
    }

    @Bean
    Flow routingFlow(RoutingDesk desk) {
        return new Flow("event-bus-service.routing")
                .obeys(GetRouting.class)
                .answers(_ -> desk.show())
                .obeys(SetRoute.class)
                .by(asked -> desk.set(asked.data()))
                .obeys(DeleteRoute.class)
                .by(asked -> desk.delete(asked.data()))
                .obeys(ResetRouting.class)
                .by(_ -> desk.reset());
    }

    @Bean
    Flow schemaFlow(SchemaDesk desk, Catalogue catalogue) {
        return new Flow("event-bus-service.schemas")
                .obeys(GetSchemas.class)
                .answers(asked -> desk.list(asked.data()))
                .obeys(GetSchema.class)
                .answers(asked -> desk.show(asked.data()))
                .obeys(CheckSchema.class)
                .answers(asked -> desk.check(asked.data()))
                .obeys(GetAsyncapi.class)
                .answers(_ -> desk.asyncApi())
                .obeys(GetCatalogue.class)
                .answers(_ -> catalogue.show());
    }
}
