package de.aktienanalyse.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.EventCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The examples of PROTOCOL.md are what the gateway reads and says.
class ProtocolPageTests {
    private static final Map<String, Class<?>> SAID =
            Map.of(
                    "connection.established", Said.ConnectionEstablished.class,
                    "subscription.confirmed", Said.SubscriptionConfirmed.class,
                    "subscription.cancelled", Said.SubscriptionCancelled.class,
                    "pong", Said.Pong.class,
                    "positions", Said.CurrentPositions.class,
                    "resumed", Said.Resumed.class,
                    "gap", Said.Gap.class,
                    "snapshot", Said.Snapshot.class,
                    "conflated", Said.Conflated.class);

    private final ProtocolCodec codec = new ProtocolCodec(new EventCodec());

    @Test
    void everyMessageOfAClientIsUnderstood() throws Exception {
        List<Class<?>> read = new ArrayList<>();
        for (JsonNode message : ProtocolPage.ofClients()) {
            read.add(codec.read(message.toString()).getClass());
        }
        assertThat(read)
                .containsExactly(
                        ClientMessage.Subscribe.class,
                        ClientMessage.Unsubscribe.class,
                        ClientMessage.UserCommand.class,
                        ClientMessage.Ping.class);
    }

    @Test
    void everyMessageOfTheGatewaysOwnIsThereWithItsFields() throws IOException {
        Set<String> shown = new TreeSet<>();
        for (JsonNode message : ProtocolPage.ofTheGateway()) {
            assertThat(ownFields(ServerMessage.class)).containsAll(names(message));
            if (message.path("type").asString().equals("system")) {
                String event = message.path("event").asString();
                Class<?> data = SAID.getOrDefault(event, Void.class);
                assertThat(names(message.path("data"))).as(event).isEqualTo(ownFields(data));
                shown.add(event);
            }
        }
        assertThat(shown).isEqualTo(SAID.keySet());
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> ownFields(Class<?> type) {
        return Stream.ofNullable(type.getRecordComponents())
                .flatMap(Arrays::stream)
                .map(component ->
                        component
                                .getName()
                                .replaceAll("([a-z])([A-Z])", "$1_$2")
                                .toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
