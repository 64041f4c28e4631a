package de.aktienanalyse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// A client whose filter lets nothing through still knows where it is.
class QuietClientTests {
    @RegisterExtension
    final OwnGateway gateway = new OwnGateway("aktien.gateway.positions-every=1s");

    @Test
    void itIsToldItsPositionsUnaskedAndNeedsNothingOfWhatStandsBeforeThem() {
        List<String> positions = new ArrayList<>();
        try (BrowserClient quiet = BrowserClient.connect(gateway.port())) {
            quiet.send(subscribe(""));
            JsonNode begin = quiet.next("subscription.confirmed").at("/data/positions");
            for (int i = 0; i < 20; i++) {
                gateway.bus().publish(SampleEvents.fill("quiet-" + i, "LOUD"));
            }

            JsonNode told = quiet.next("positions").at("/data/positions");
            while (told.equals(begin)) {
                told = quiet.next("positions").at("/data/positions");
            }
            assertThat(quiet.next("positions").at("/data/positions").size())
                    .as("and again, each partition of trading and user")
                    .isEqualTo(8);
            told.forEach(each -> positions.add(each.asString()));
        }
        try (BrowserClient back = BrowserClient.connect(gateway.port())) {
            back.send(subscribe(",\"positions\":[\"" + String.join("\",\"", positions) + "\"]"));
            back.next("subscription.confirmed");
            assertThat(back.next("resumed").at("/data/events").asInt()).isZero();
        }
    }

    private static String subscribe(String more) {
        return """
        {"type":"subscription","event":"subscribe","data":
         {"event_types":["trading.*"],"symbols":["QUIET"],"snapshot":false%s}}\
        """
                .formatted(more);
    }
}
