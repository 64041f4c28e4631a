package de.aktienanalyse.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.Position;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolCodecTests {
    private final ProtocolCodec codec = new ProtocolCodec(new EventCodec());

    @Test
    void readsWhatTheSpecsClientSends() throws Exception {
        assertThat(
                        codec.read(
                                """
                                {"type":"subscription","event":"subscribe",
                                 "data":{"event_types":["portfolio.update","market.price_update"]},
                                 "timestamp":"2025-01-25T15:30:00.000Z"}\
                                """))
                .isEqualTo(
                        new ClientMessage.Subscribe(
                                List.of("portfolio.update", "market.price_update"),
                                null,
                                null,
                                true,
                                false,
                                null,
                                List.of(),
                                null,
                                null));
        assertThat(codec.read("{\"type\":\"ping\",\"event\":\"heartbeat\",\"data\":{}}"))
                .isEqualTo(new ClientMessage.Ping(null));
    }

    @Test
    void readsWhereToResumeAndHowFast() throws Exception {
        assertThat(
                        codec.read(
                                """
                                {"type":"subscription","event":"subscribe","data":{"event_types":["*"],
                                 "positions":["trading.2@1700000000000-17","user.0@0-0"],
                                 "resume_token":"t-1","max_rate_hz":2.5,"snapshot":false,"objects":true}}\
                                """))
                .isEqualTo(
                        new ClientMessage.Subscribe(
                                List.of("*"),
                                null,
                                null,
                                false,
                                true,
                                2.5,
                                List.of(
                                        new Position("trading.2", 1_700_000_000_000L, 17),
                                        Position.start("user.0")),
                                "t-1",
                                null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"positions\":[\"trading.1\"]       | data.positions[0]",
                "\"positions\":[\"latest@1-2\"]      | data.positions[0]",
                "\"max_rate_hz\":0                   | data.max_rate_hz",
                "\"max_rate_hz\":1e9                 | data.max_rate_hz",
                "\"resume_token\":\"\"               | data.resume_token",
            })
    void whereAndHowFastAreChecked(String part, String field) {
        assertThatExceptionOfType(BadMessage.class)
                .isThrownBy(() ->
                        codec.read(
                                "{\"type\":\"subscription\",\"event\":\"subscribe\",\"data\":"
                                        + "{\"event_types\":[\"*\"],"
                                        + part
                                        + "}}"))
                .satisfies(bad -> assertThat(bad.field()).isEqualTo(field));
    }

    @Test
    void aCommandsDecimalsPassDigitForDigit() throws Exception {
        ClientMessage read =
                codec.read(
                        """
                        {"type":"user","event":"place_order","correlation_id":"c-1","command_id":"k-1",
                         "data":{"quantity":10.50,"price":0.1234567890123456789012345}}\
                        """);

        assertThat(read)
                .isInstanceOfSatisfying(
                        ClientMessage.UserCommand.class,
                        command -> {
                            assertThat(command.command()).isEqualTo("place_order");
                            assertThat(command.commandId()).isEqualTo("k-1");
                            assertThat(command.data().text())
                                    .isEqualTo(
                                            "{\"quantity\":10.50,\"price\":0.1234567890123456789012345}");
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "x | invalid_message_format | - | Invalid JSON format",
                "{\"type\": | invalid_message_format | - | Invalid JSON format",
                "{\"type\":\"ping\"} {} | invalid_message_format | - | Invalid message format",
                "[] | invalid_message_format | - | Invalid message format",
                "{} | invalid_message_format | type | is required",
                "{\"type\":[]} | invalid_message_format | type | Invalid message format",
                "{\"type\":\"nonsense\"} | unknown_type | type | type must be subscription, user or ping",
                "{\"type\":\"subscription\",\"event\":\"snub\"} | unknown_type | event | event must be subscribe or unsubscribe",
                "{\"type\":\"subscription\",\"event\":\"subscribe\"} | invalid_message_format | data.event_types | must name at least one event type",
                "{\"type\":\"subscription\",\"event\":\"subscribe\",\"data\":{\"event_types\":[]}} | invalid_message_format | data.event_types | must name at least one event type",
                "{\"type\":\"subscription\",\"event\":\"subscribe\",\"data\":{\"event_types\":[null]}} | invalid_message_format | data.event_types | must hold names of 1 to 128 characters",
                "{\"type\":\"subscription\",\"event\":\"subscribe\",\"data\":{\"event_types\":[{}]}} | invalid_message_format | data.event_types[0] | Invalid message format",
                "{\"type\":\"subscription\",\"event\":\"subscribe\",\"data\":7} | invalid_message_format | data | Invalid message format",
                "{\"type\":\"user\",\"data\":{}} | invalid_message_format | event | is required",
            })
    void rubbishIsRefusedWithTheFieldToBlame(
            String text, String event, String field, String problem) {
        assertThatExceptionOfType(BadMessage.class)
                .isThrownBy(() -> codec.read(text))
                .satisfies(bad -> {
                    assertThat(bad.event()).isEqualTo(event);
                    assertThat(bad.field()).isEqualTo(field);
                    assertThat(bad.problem()).startsWith(problem);
                });
    }

    @Test
    void nestingWithoutEndIsRefused() {
        String deep = "{\"type\":\"user\",\"event\":\"x\",\"data\":" + "[".repeat(30_000);
        assertThatExceptionOfType(BadMessage.class).isThrownBy(() -> codec.read(deep));
    }

    @Test
    void oneMessageNamesNoMoreEventTypesThanAConnectionMayHear() {
        String names = "\"x\",".repeat(201);
        assertThatExceptionOfType(BadMessage.class)
                .isThrownBy(() ->
                        codec.read(
                                """
                                {"type":"subscription","event":"subscribe","data":{"event_types":[%s]}}\
                                """
                                        .formatted(names.substring(0, names.length() - 1))))
                .satisfies(bad -> assertThat(bad.field()).isEqualTo("data.event_types"));
    }
}
