package de.aktienanalyse.gateway;

import de.aktienanalyse.bus.InMemoryEventBus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// A gateway for one test, on the bus in memory, with settings that the shared one has not.
final class OwnGateway implements BeforeEachCallback, AfterEachCallback {
    private final List<String> settings = new ArrayList<>(List.of("--server.port=0"));

    @SuppressWarnings("NullAway.Init") // JUnit starts it before each test
    private ConfigurableApplicationContext context;

    /// @param settings `name=value`
    OwnGateway(String... settings) {
        for (String setting : settings) {
            this.settings.add("--" + setting);
        }
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        context =
                new SpringApplicationBuilder(TestGateway.class, GatewayApplication.class)
                        .initializers(new FreshData())
                        .run(settings.toArray(String[]::new));
    }

    @Override
    public void afterEach(ExtensionContext test) {
        context.close();
    }

    /// As at shutdown; the bus is away with it.
    void stop() {
        context.close();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    InMemoryEventBus bus() {
        return bean(InMemoryEventBus.class);
    }

    int port() {
        return Integer.parseInt(setting("local.server.port"));
    }

    String setting(String name) {
        return context.getEnvironment().getRequiredProperty(name);
    }
}
