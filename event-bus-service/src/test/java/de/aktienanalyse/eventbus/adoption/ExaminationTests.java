package de.aktienanalyse.eventbus.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.eventbus.Samples;
import de.aktienanalyse.eventbus.adoption.Verdict.Reason;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.StockEvent.AnalysisCompleted;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExaminationTests {
    private static final Instant NOW = Instant.parse("2025-06-01T10:00:00Z");

    private final Examination examination =
            new Examination(new EventCodec(), Clock.fixed(NOW, ZoneOffset.UTC), new Random(1));

    @Test
    void theSpecsEnvelopeIsAnEventUnderItsOwnIdSourceAndTime() {
        EventEnvelope<Event> adopted = adopted(Samples.ANALYSIS);

        assertThat(adopted.eventId()).isEqualTo("uuid-12345");
        assertThat(adopted.source()).isEqualTo("aktienanalyse.scoring-engine");
        assertThat(adopted.timestamp()).isEqualTo("2025-01-25T15:30:00Z");
        assertThat(((AnalysisCompleted) adopted.data()).score()).isEqualByComparingTo("18.5");
    }

    @Test
    void whatTheEnvelopeLacksIsFilledIn() {
        EventEnvelope<Event> adopted =
                adopted(
                        """
                        {"event_type":"stock.analysis.completed","data":{"analysis_id":"a","symbol":"AAPL",
                         "score":1,"confidence":0.5,"recommendation":"HOLD"}}
                        """);

        assertThat(UUID.fromString(adopted.eventId()).version()).isEqualTo(7);
        assertThat(adopted.timestamp()).isEqualTo(NOW);
        assertThat(adopted.routingKey()).isEqualTo("stock.analysis.completed.AAPL");
        assertThat(adopted.source()).isEqualTo("unknown");
    }

    /// A foreigner could else make an order look like a replay, from which no order may come.
    @Test
    void whatOnlyTheBusMaySayIsTakenAway() {
        EventEnvelope<Event> adopted =
                adopted(
                        Samples.ANALYSIS.replace(
                                "\"version\"",
                                "\"position\":\"stock.0@9-9\",\"replay\":\"r\",\"republished\":true,\"version\""));

        assertThat(adopted.position()).isNull();
        assertThat(adopted.replay()).isNull();
        assertThat(adopted.republished()).isNull();
    }

    @ParameterizedTest(name = "{0} → {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "18.5,                          |99,                    |data.score  |INVALID_FIELD",
                "\"symbol\": \"AAPL\",          |                       |data.symbol |INVALID_FIELD",
                "\"version\": \"1.0\"           |\"version\": \"2.0\"   |version     |WRONG_VERSION",
                "2025-01-25T15:30:00Z           |yesterday              |timestamp   |INVALID_FIELD",
                "stock.analysis.completed\"     |stock.analysis.begun\" |event_type  |UNKNOWN_TYPE",
                "\"stock.analysis.completed.AAPL|\"market.AAPL          |routing_key |INVALID_FIELD",
                "uuid-12345                     |a\\u0000b              |event_id    |INVALID_FIELD",
            })
    void whatIsWrongIsRefusedWithTheField(
            String there, String instead, String field, Reason reason) {
        Verdict.Refuse refused =
                refused(Samples.ANALYSIS.replace(there, instead == null ? "" : instead));

        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {"rubbish", "[]", "{\"event_type\":", "null", "{} {}", "''"})
    void whatIsNoJsonObjectIsRefused(String text) {
        Verdict.Refuse refused = refused(text);

        assertThat(refused.reason()).isIn(Reason.NOT_JSON, Reason.INVALID_FIELD);
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] noise = new byte[2000];
        new Random(7).nextBytes(noise);

        assertThat(examination.of(ForeignMessage.of("stock.x", noise)))
                .isInstanceOf(Verdict.Refuse.class);
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertThat(
                        refused(
                                "{\"event_type\":\"stock.analysis.completed\",\"data\":"
                                        + "[".repeat(100_000)))
                .extracting(Verdict.Refuse::reason)
                .isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void aNumberThatIsShortToReadAndEndlessToWriteIsRefused() {
        assertThat(refused(Samples.ANALYSIS.replace("185.50", "1e999999999")).reason())
                .isNotEqualTo(Reason.UNKNOWN_TYPE);
    }

    @Test
    void morethanAMebibyteIsRefusedUnread() {
        ForeignMessage message = ForeignMessage.of("stock.x", new byte[10 * 1024 * 1024]);

        assertThat(examination.of(message))
                .isInstanceOfSatisfying(
                        Verdict.Refuse.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE));
        assertThat(message.json()).hasSize(64 * 1024);
    }

    private EventEnvelope<Event> adopted(String json) {
        Verdict verdict = examination.of(ForeignMessage.of("stock.x", Samples.bytes(json)));
        assertThat(verdict).isInstanceOf(Verdict.Adopt.class);
        return ((Verdict.Adopt) verdict).envelope();
    }

    private Verdict.Refuse refused(String json) {
        Verdict verdict = examination.of(ForeignMessage.of("stock.x", Samples.bytes(json)));
        assertThat(verdict).isInstanceOf(Verdict.Refuse.class);
        return (Verdict.Refuse) verdict;
    }
}
