package de.aktienanalyse.benchmarks.crash;

import de.aktienanalyse.benchmarks.stage.BusService;
import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.events.MarketEvent.BarClosed;
import de.aktienanalyse.events.OrderEvent.Cancelled;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// A service that says numbered events and hears what the [Reactor] made of them.
@SpringBootConfiguration
@Import(BusService.class)
class Sayer {
    static void main(String[] args) {
        CrashApp.run(Sayer.class, args);
    }

    @Bean
    Flow echoes(JdbcClient jdbc) {
        return new Flow("crash-sayer.echo")
                .says(BarClosed.class)
                .hears(Cancelled.class)
                .quietly(heard ->
                        jdbc.sql("insert into crash_echo (subject, n) values (?, ?)")
                                .params(
                                        heard.data().symbol(),
                                        Objects.requireNonNull(heard.data().revision()))
                                .update());
    }

    @Bean
    Talk talk(
            EventBus bus,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            RandomGenerator random,
            Clock clock,
            @Value("${crash.quiet}") Path quiet,
            @Value("${crash.rate}") int perSecond) {
        return new Talk(bus, jdbc, transactions, random, clock, quiet, perSecond);
    }
}
