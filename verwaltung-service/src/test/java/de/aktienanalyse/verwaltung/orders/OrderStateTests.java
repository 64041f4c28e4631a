package de.aktienanalyse.verwaltung.orders;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.verwaltung.Figures;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OrderStateTests {

    @Test
    void allowsThe65TransitionsOfNautilusAndNoOther() {
        Map<String, String> legal = new HashMap<>();
        for (JsonNode transition :
                Figures.named("nautilus-order-state-machine").at("/expected/legal_transitions")) {
            legal.put(
                    transition.path("from").asString()
                            + " "
                            + transition
                                    .path("event")
                                    .asString()
                                    .toUpperCase(java.util.Locale.ROOT),
                    transition.path("to").asString());
        }
        assertThat(legal).hasSize(65);

        for (OrderState state : OrderState.values()) {
            for (OrderSignal signal : OrderSignal.values()) {
                String key = plain(state) + " " + plain(signal);
                assertThat(state.on(signal).map(OrderStateTests::plain).orElse(null))
                        .as(key)
                        .isEqualTo(legal.get(key));
            }
        }
    }

    @Test
    void deniedRejectedExpiredAndFilledAreFinal() {
        for (OrderState state :
                new OrderState[] {
                    OrderState.DENIED, OrderState.REJECTED, OrderState.EXPIRED, OrderState.FILLED
                }) {
            assertThat(OrderSignal.values()).noneMatch(signal -> state.on(signal).isPresent());
        }
    }

    private static String plain(Enum<?> constant) {
        return constant.name().replace("_", "");
    }
}
