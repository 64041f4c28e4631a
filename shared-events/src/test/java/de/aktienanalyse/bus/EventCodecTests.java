package de.aktienanalyse.bus;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.MarketEvent.PriceUpdated;
import de.aktienanalyse.events.RawJson;
import de.aktienanalyse.events.SystemEvent.StatusReported;
import de.aktienanalyse.schema.Samples;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The envelope, and what hostile or careless publishers send.
class EventCodecTests {
    private static final String PRICE =
            """
            {"event_type":"market.data.realtime","event_id":"uuid-1","timestamp":"2025-01-25T15:30:00Z",\
            "source":"python","version":"1.0","data":{"symbol":"AAPL","price":182.50,\
            "timestamp":"2025-01-25T15:30:00Z","source":"csv"},"routing_key":"market.data.realtime.AAPL"}\
            """;

    private final EventCodec codec = new EventCodec();

    @Test
    void aPriceKeepsItsLastZero() {
        PriceUpdated price = (PriceUpdated) known(PRICE).data();

        assertThat(price.price()).isEqualTo(new BigDecimal("182.50"));
        assertThat(text(codec.encode(known(PRICE)))).contains("\"price\":182.50,");
    }

    @Test
    void theTypeMayStandBehindTheData() {
        String data = PRICE.substring(PRICE.indexOf("\"data\""), PRICE.indexOf(",\"routing_key\""));
        String turned = "{" + data + "," + PRICE.replace("," + data, "").substring(1);

        assertThat(known(turned)).isEqualTo(known(PRICE));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-01-25T15:30:00Z,            2025-01-25T15:30:00Z",
        "2025-01-25T15:30:00.123456,      2025-01-25T15:30:00.123456Z",
        "2025-01-25T16:30:00+01:00,       2025-01-25T15:30:00Z",
    })
    void aTimeWithoutAZoneIsUtcInTheEnvelopeAndInTheData(String written, Instant meant) {
        EventEnvelope<?> envelope = known(PRICE.replace("2025-01-25T15:30:00Z", written));

        assertThat(envelope.timestamp()).isEqualTo(meant);
        assertThat(((PriceUpdated) envelope.data()).timestamp()).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "event_type, event_type",
        "event_id, event_id",
        "timestamp, timestamp",
        "data, data",
    })
    void withoutWhatOnlyThePublisherCanKnowItIsMalformed(String left, String field) {
        assertThat(malformed(PRICE.replaceFirst("\"" + left + "\":", "\"other\":")).field())
                .isEqualTo(field);
    }

    @Test
    void whatAForeignerMayLeaveOutIsFilledIn() {
        String bare =
                "{\"event_type\":\"market.data.realtime\",\"data\":{\"symbol\":\"AAPL\",\"price\":1,"
                        + "\"timestamp\":\"2025-01-25T15:30:00\",\"source\":\"csv\"}}";
        Instant now = Instant.parse("2025-01-25T15:30:01Z");

        Decoded decoded = codec.decode(utf8(bare), new EventCodec.Fallback("made-here", now));

        EventEnvelope<?> envelope = ((Decoded.Known) decoded).envelope();
        assertThat(envelope.eventId()).isEqualTo("made-here");
        assertThat(envelope.timestamp()).isEqualTo(now);
        assertThat(envelope.source()).isEqualTo("unknown");
        assertThat(envelope.version()).isEqualTo("1.0");
        assertThat(envelope.routingKey()).isEqualTo("market.data.realtime.AAPL");
    }

    @Test
    void aNewerMinorVersionIsReadAndANewerMajorOneRefused() {
        assertThat(known(PRICE.replace("\"1.0\"", "\"1.7\"")).version()).isEqualTo("1.7");
        assertThat(malformed(PRICE.replace("\"1.0\"", "\"2.0\"")).field()).isEqualTo("version");
    }

    @Test
    void theSameFieldTwiceIsMalformed() {
        assertThat(
                        malformed(
                                        PRICE.replace(
                                                "{\"event_type\"",
                                                "{\"event_id\":\"x\",\"event_type\""))
                                .reason())
                .containsIgnoringCase("duplicate");
        assertThat(malformed(PRICE.replace("\"price\":", "\"price\":1,\"price\":")).reason())
                .containsIgnoringCase("duplicate");
        assertThat(
                        malformed(PRICE.replace("\"price\":", "\"x\":{\"y\":1,\"y\":2},\"price\":"))
                                .reason())
                .containsIgnoringCase("duplicate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{}", "null", "]", ",", "\u0000"})
    void somethingBehindTheEndIsMalformed(String garbage) {
        assertThat(malformed(PRICE + garbage).field()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "null", "5", "\"text\"", "[]", "{", "PING", "\u00ff\u00fe", "{}"})
    void whatIsNoEnvelopeIsMalformed(String rubbish) {
        assertThat(malformed(rubbish).reason()).isNotBlank();
    }

    @Test
    void nestingWithoutEndIsMalformedAndNoStackOverflows() {
        String deep = "[".repeat(100_000);
        assertThat(malformed(deep).reason()).isNotBlank();
        assertThat(malformed(PRICE.replace("\"price\":", "\"x\":" + deep + ",\"price\":")).reason())
                .isNotBlank();
        String closed = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
        assertThat(
                        malformed(PRICE.replace("\"source\":\"python\"", "\"source\":" + closed))
                                .reason())
                .isNotBlank();
    }

    @Test
    void whatIsNotUtf8IsMalformed() {
        for (byte[] bad :
                new byte[][] {
                    {(byte) 0xff}, {(byte) 0xc3, 0x28}, {(byte) 0xe2, (byte) 0x82}, {(byte) 0x80}
                }) {
            byte[] json = utf8(PRICE);
            System.arraycopy(bad, 0, json, PRICE.indexOf("AAPL"), bad.length);
            assertThat(codec.decode(json)).isInstanceOf(Decoded.Malformed.class);
        }
        assertThat(codec.decode(PRICE.getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void halfASurrogatePairIsMalformedSinceNobodyCouldWriteIt() {
        assertThat(malformed(PRICE.replace("AAPL\",\"price", "AA\\ud83dPL\",\"price")).field())
                .isEqualTo("data.symbol");
        assertThat(malformed(PRICE.replace("uuid-1", "\\ude80")).field()).isEqualTo("event_id");
        assertThat(known(PRICE.replace("\"csv\"", "\"\\ud83d\\ude80\"")).data())
                .extracting(data -> ((PriceUpdated) data).source())
                .isEqualTo("🚀");
    }

    @Test
    void oneMebibyteIsReadAndOneByteMoreIsNot() {
        String padding = " ".repeat(EventCodec.MAX_BYTES - PRICE.length());

        assertThat(known(PRICE + padding)).isEqualTo(known(PRICE));
        assertThat(malformed(PRICE + padding + " ").reason()).isEqualTo("larger than 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e9999999",
                "-1e-9999999",
                "1E2147483647",
                "1E2147483648",
                "1e99999999999999999999"
            })
    void aPriceThatWouldFillTheMemoryIsRefused(String price) {
        assertThat(malformed(PRICE.replace("182.50", price)))
                .isEqualTo(
                        new Decoded.Malformed(
                                "must be a number of at most 100 places", "data.price"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "-Infinity",
                "+1",
                "01",
                ".5",
                "1.",
                "0x10",
                "\"182.50\""
            })
    void whatIsNoJsonNumberIsNoPrice(String price) {
        assertThat(malformed(PRICE.replace("182.50", price)).reason()).isNotBlank();
    }

    @Test
    void rawJsonPassesDigitForDigit() {
        String raw =
                "{\"a\":0.0000001,\"b\":182.50,\"c\":[1e9999999,-0,12345678901234567890123],\"d\":{},\"e\":null}";
        String sample = text(Samples.event("system.health.status"));
        int from = sample.indexOf("{\"open_orders\"");
        String json = sample.replace(sample.substring(from, sample.indexOf('}', from) + 1), raw);

        assertThat(((StatusReported) known(json).data()).additionalInfo())
                .isEqualTo(new RawJson(raw));
        assertThat(text(codec.encode(known(json)))).contains("\"additional_info\":" + raw);
    }

    private EventEnvelope<?> known(String json) {
        assertThat(codec.decode(utf8(json))).isInstanceOf(Decoded.Known.class);
        return ((Decoded.Known) codec.decode(utf8(json))).envelope();
    }

    private Decoded.Malformed malformed(String json) {
        assertThat(codec.decode(utf8(json))).isInstanceOf(Decoded.Malformed.class);
        return (Decoded.Malformed) codec.decode(utf8(json));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
