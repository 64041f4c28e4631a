package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.events.Delivery;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawEventTests {

    @ParameterizedTest
    @CsvSource({
        "trading.1@1737800000000-17, EVERY",
        "latest@1737819000000-4, LATEST",
        "-, TRANSIENT",
    })
    void thePositionAtTheEndTellsWhereItIsAndHowItIsDelivered(String position, Delivery delivery) {
        RawEvent raw = raw("{\"event_type\":\"x\",\"data\":{},\"position\":\"" + position + "\"}");

        assertThat(raw.position()).isEqualTo(position);
        assertThat(raw.delivery()).isEqualTo(delivery);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "}",
                "\"}",
                "{}",
                "rubbish",
                "{\"event_type\":\"x\"}",
                // Not at the end, so not written by the bus.
                "{\"position\":\"trading.1@1-1\",\"event_type\":\"x\"}",
                "{\"event_type\":\"x\",\"position\":\"trading.1@1-1\"} ",
                "{\"event_type\":\"x\",\"position\":null}",
                "{\"event_type\":\"x\",\"old_position\":\"trading.1@1-1\"}",
                // The position of a part, not of the message.
                "{\"event_type\":\"x\",\"data\":{\"position\":\"trading.1@1-1\"}}",
                ":\"-\"}",
                "position\":\"-\"}",
            })
    void whatTheBusHasNotNumberedHasNoPosition(String json) {
        assertThat(raw(json).position()).isNull();
        assertThat(raw(json).delivery()).isNull();
    }

    @Test
    void quotesWithinAForeignTextDoNotFoolIt() {
        String text = "{\"event_type\":\"x\",\"note\":\"\\\"position\\\":\\\"-\"}";

        assertThat(raw(text).position()).isNull();
    }

    private static RawEvent raw(String json) {
        return new RawEvent("channel", json.getBytes(StandardCharsets.UTF_8));
    }
}
