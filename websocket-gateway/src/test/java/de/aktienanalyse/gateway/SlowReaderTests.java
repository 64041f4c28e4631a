package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A client for which more waits than may.
class SlowReaderTests {
    @RegisterExtension
    final OwnGateway gateway =
            new OwnGateway(
                    "aktien.gateway.outbound.every-bound=200",
                    "aktien.gateway.outbound.write-timeout=60s",
                    "aktien.gateway.outbound.close-timeout=10s");

    @Test
    void whoReadsOnIsToldBehindWhatWasUnderWayWhyItEnds() throws Exception {
        try (RawClient slow = RawClient.connect(gateway.port())) {
            slow.sendText(
                    """
                    {"type":"subscription","event":"subscribe","data":{"event_types":["trading.*"]}}\
                    """);
            slow.frame();
            int said = 0;
            while (gateway.bean(MeterRegistry.class)
                            .get("aktien.gateway.slow.closes")
                            .counter()
                            .count()
                    == 0) {
                gateway.bus().publish(SampleEvents.fill("slow-" + said++));
            }

            int heard = 0;
            RawClient.Frame frame = slow.frame();
            for (; frame.opcode() != 8; frame = slow.frame()) {
                assertThat(frame.text()).contains("\"slow-" + heard++ + "\"");
            }
            assertThat(frame.closeCode()).isEqualTo(1013);
            assertThat(heard).isBetween(1, said - 200);
            assertThat(
                            gateway.bean(MeterRegistry.class)
                                    .get("aktien.gateway.closes")
                                    .tag("code", "1013")
                                    .counter()
                                    .count())
                    .isEqualTo(1);
        }
    }
}
