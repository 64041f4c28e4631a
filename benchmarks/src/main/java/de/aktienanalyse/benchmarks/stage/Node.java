package de.aktienanalyse.benchmarks.stage;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.Flow;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// A service on the bus with a SQLite file of its own, as the suite's services are, in this JVM.
public final class Node implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    /// @param flow what it hears, made from its database
    public Node(String name, Path dir, String redisUrl, Function<JdbcClient, Flow> flow) {
        context =
                new SpringApplicationBuilder(BusService.class)
                        .web(WebApplicationType.NONE)
                        .initializers(started ->
                                ((GenericApplicationContext) started)
                                        .registerBean(
                                                Flow.class,
                                                () ->
                                                        flow.apply(
                                                                started.getBean(JdbcClient.class))))
                        .run(
                                "--spring.application.name=" + name,
                                "--spring.config.import=classpath:aktien.yaml",
                                "--aktien.database=" + name + ".db",
                                "--AKTIEN_DATA_DIR=" + dir,
                                "--aktien.bus.redis-url=" + redisUrl,
                                "--logging.level.root=warn");
    }

    public EventBus bus() {
        return context.getBean(EventBus.class);
    }

    public void inTransaction(Consumer<EventBus> work) {
        EventBus bus = bus();
        context.getBean(TransactionTemplate.class).executeWithoutResult(_ -> work.accept(bus));
    }

    @Override
    public void close() {
        context.close();
    }
}
