package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class ShutdownTests {

    @Test
    void aGatewayThatStopsSaysSoToAll() {
        ConfigurableApplicationContext gateway =
                new SpringApplicationBuilder(TestGateway.class, GatewayApplication.class)
                        .initializers(new FreshData())
                        .run("--server.port=0", "--aktien.gateway.outbound.close-timeout=200ms");
        int port = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        try (BrowserClient one = BrowserClient.connect(port);
                BrowserClient two = BrowserClient.connect(port).subscribe("*")) {
            gateway.close();

            assertThat(one.closeCode()).isEqualTo(1001);
            assertThat(two.closeCode()).isEqualTo(1001);
        }
    }
}
