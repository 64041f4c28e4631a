package de.aktienanalyse.benchmarks.crash;

import de.aktienanalyse.benchmarks.stage.BusService;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.bus.Outcome;
import de.aktienanalyse.commands.Command.CancelOrder;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A service that notes what it hears and says that it did. Several instances share its database.
/// Now and then a reaction fails and must be done again.
@SpringBootConfiguration
@Import(BusService.class)
class Reactor {
    static void main(String[] args) {
        CrashApp.run(Reactor.class, args);
    }

    /// @param broken takes the inbox mark away again: what a bus without it would do
    @Bean
    Flow effects(
            JdbcClient jdbc,
            RandomGenerator random,
            @Value("${crash.broken:false}") boolean broken) {
        return new Flow("crash-reactor.effect")
                .hears(BarClosed.class)
                .says(Cancelled.class)
                .by(heard -> {
                    if (random.nextInt(500) == 0) {
                        throw new IllegalStateException("Fails now and then, as things do");
                    }
                    List<Event> follows = take(jdbc, heard);
                    if (broken) {
                        jdbc.sql("delete from bus_inbox where event_id = ?")
                                .param(heard.eventId())
                                .update();
                    }
                    return follows;
                })
                .obeys(CancelOrder.class)
                .by(command -> {
                    note(jdbc, Orders.SUBJECT, Long.parseLong(command.data().orderId()));
                    return Outcome.success(command.data());
                });
    }

    private static void note(JdbcClient jdbc, String subject, long n) {
        jdbc.sql("insert into crash_effect (subject, n) values (?, ?)").params(subject, n).update();
    }

    private static List<Event> take(JdbcClient jdbc, EventEnvelope<BarClosed> heard) {
        String subject = heard.data().symbol();
        long n = heard.data().close().longValueExact();
        note(jdbc, subject, n);
        return List.of(
                new Cancelled(
                        heard.eventId(),
                        subject,
                        "crash test",
                        null,
                        heard.data().barEnd(),
                        null,
                        null,
                        n));
    }
}
