package de.aktienanalyse.gateway;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// A gateway on a real Redis, for tests that need several or end one.
final class RedisGateway {
    private RedisGateway() {}

    /// @param settings `name=value`
    static ConfigurableApplicationContext start(
            String redisUrl, String instance, String... settings) {
        List<String> all = new ArrayList<>(List.of("--server.port=0"));
        all.add("--aktien.bus.redis-url=" + redisUrl);
        all.add("--aktien.bus.instance=" + instance);
        for (String setting : settings) {
            all.add("--" + setting);
        }
        return new SpringApplicationBuilder(GatewayApplication.class)
                .initializers(new FreshData())
                .run(all.toArray(String[]::new));
    }

    static int port(ConfigurableApplicationContext gateway) {
        return gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /// Says nothing yet, so that what it is told first can be seen.
    static BrowserClient connect(ConfigurableApplicationContext gateway) {
        return BrowserClient.open(port(gateway), "/ws", null);
    }
}
