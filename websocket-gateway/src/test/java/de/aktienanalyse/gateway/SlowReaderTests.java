package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.InMemoryEventBus;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// A client for which more waits than may.
class SlowReaderTests {
    private ConfigurableApplicationContext gateway;
    private InMemoryEventBus bus;
    private MeterRegistry metrics;
    private int port;

    @BeforeEach
    void start() {
        gateway =
                new SpringApplicationBuilder(TestGateway.class, GatewayApplication.class)
                        .initializers(new FreshData())
                        .run(
                                "--server.port=0",
                                "--aktien.gateway.outbound.every-bound=200",
                                "--aktien.gateway.outbound.write-timeout=60s",
                                "--aktien.gateway.outbound.close-timeout=10s");
        bus = gateway.getBean(InMemoryEventBus.class);
        metrics = gateway.getBean(MeterRegistry.class);
        port = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void whoReadsOnIsToldBehindWhatWasUnderWayWhyItEnds() throws Exception {
        try (RawClient slow = RawClient.connect(port)) {
            slow.sendText(
                    """
                    {"type":"subscription","event":"subscribe","data":{"event_types":["trading.*"]}}\
                    """);
            slow.frame();
            int said = 0;
            while (metrics.get("aktien.gateway.slow.closes").counter().count() == 0) {
                bus.publish(SampleEvents.fill("slow-" + said++));
            }

            int heard = 0;
            RawClient.Frame frame = slow.frame();
            for (; frame.opcode() != 8; frame = slow.frame()) {
                assertThat(frame.text()).contains("\"slow-" + heard++ + "\"");
            }
            assertThat(frame.closeCode()).isEqualTo(1013);
            assertThat(heard).isBetween(1, said - 200);
            assertThat(metrics.get("aktien.gateway.closes").tag("code", "1013").counter().count())
                    .isEqualTo(1);
        }
    }
}
