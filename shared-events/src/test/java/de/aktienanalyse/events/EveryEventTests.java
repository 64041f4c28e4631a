package de.aktienanalyse.events;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Decoded;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.schema.ExactJson;
import de.aktienanalyse.schema.JsonSchemas;
import de.aktienanalyse.schema.Mutation;
import de.aktienanalyse.schema.RandomRecords;
import de.aktienanalyse.schema.Samples;
import de.aktienanalyse.schema.SchemaCheck;
import de.aktienanalyse.schema.SourceDocs;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What holds for every event there is, also for one that is added tomorrow.
class EveryEventTests {
    static final List<Class<? extends Event>> EVENTS = EventTypes.all();

    private static final List<BigDecimal> HUGE =
            List.of(
                    new BigDecimal("1e9999999"),
                    new BigDecimal("-1e9999999"),
                    new BigDecimal("1e-9999999"),
                    new BigDecimal("9".repeat(900)));

    private final EventCodec codec = new EventCodec();
    private final JsonSchemas schemas = new JsonSchemas(SourceDocs.in());

    @ParameterizedTest
    @FieldSource("EVENTS")
    void hasADottedLowerCaseName(Class<? extends Event> type) {
        assertThat(EventTypes.nameOf(type)).matches("[a-z]+(\\.[a-z]+)+");
        assertThat(EventTypes.byName(EventTypes.nameOf(type))).contains(type);
    }

    @ParameterizedTest
    @FieldSource("EVENTS")
    void itsSampleSurvivesTheWire(Class<? extends Event> type) {
        byte[] sample = Samples.event(EventTypes.nameOf(type));

        EventEnvelope<Event> envelope = known(sample);

        assertThat(envelope.data()).isInstanceOf(type);
        assertThat(ExactJson.object(codec.encode(envelope))).isEqualTo(ExactJson.object(sample));
    }

    @ParameterizedTest
    @FieldSource("EVENTS")
    void itsSampleGoesWhereTheRecordSays(Class<? extends Event> type) {
        EventEnvelope<Event> envelope = known(Samples.event(EventTypes.nameOf(type)));

        assertThat(envelope.routingKey()).isEqualTo(envelope.data().routingKey());
        assertThat(envelope.data().subject()).isNotBlank();
        assertThat(EventTypes.familyOf(envelope.routingKey()))
                .isEqualTo(EventTypes.familyOf(envelope.eventType()));
    }

    @ParameterizedTest
    @FieldSource("EVENTS")
    void survivesTheWireWithAnyFigures(Class<? extends Event> type) {
        Random random = new Random(type.getName().hashCode());
        for (int round = 0; round < 50; round++) {
            EventEnvelope<Event> said = envelope(RandomRecords.sparse(random).next(type));

            assertThat(known(codec.encode(said))).isEqualTo(said);
        }
    }

    @ParameterizedTest
    @FieldSource("EVENTS")
    void fieldsOfANewerPublisherAreNoError(Class<? extends Event> type) {
        Map<String, Object> message = full(type);
        EventEnvelope<Event> before = known(ExactJson.bytes(message));

        assertThat(known(ExactJson.bytes(withStrangers(message)))).isEqualTo(before);
    }

    @ParameterizedTest
    @FieldSource("EVENTS")
    void isRefusedExactlyWhenItsSchemaRefusesIt(Class<? extends Event> type) {
        SchemaCheck schema = SchemaCheck.of(schemas.event(type));
        List<Mutation> mutations = new ArrayList<>(Mutation.leavingOut(full(type), "data"));
        for (Object other :
                Arrays.asList(
                        "",
                        "text",
                        "0",
                        0,
                        5,
                        new BigDecimal("0.5"),
                        true,
                        Map.of(),
                        List.of(),
                        null)) {
            mutations.addAll(Mutation.replacing(full(type), "data", other));
        }
        mutations.addAll(Mutation.replacing(full(type), "data", Arrays.asList((Object) null)));

        for (Mutation mutation : mutations) {
            Decoded decoded = codec.decode(mutation.json());
            List<String> errors = schema.errors(mutation.json());
            if (errors.isEmpty()) {
                assertThat(decoded)
                        .as(mutation.toString())
                        .satisfiesAnyOf(
                                known -> assertThat(known).isInstanceOf(Decoded.Known.class),
                                outOfRange ->
                                        assertThat(malformed(outOfRange, mutation).reason())
                                                .contains(" must "));
            } else {
                assertThat(malformed(decoded, mutation).field())
                        .as("%s: %s", mutation, decoded)
                        .startsWith(mutation.path());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("EVENTS")
    void aRequiredFieldThatIsMissingIsNamed(Class<? extends Event> type) {
        SchemaCheck schema = SchemaCheck.of(schemas.event(type));

        assertThat(Mutation.leavingOut(full(type), "data"))
                .filteredOn(mutation -> !schema.errors(mutation.json()).isEmpty())
                .allSatisfy(mutation ->
                        assertThat(malformed(codec.decode(mutation.json()), mutation))
                                .as(mutation.toString())
                                .satisfies(refused -> {
                                    assertThat(refused.field()).isEqualTo(mutation.path());
                                    assertThat(refused.reason()).contains("is required");
                                }));
    }

    @ParameterizedTest
    @FieldSource("EVENTS")
    void aNumberThatWouldFillTheMemoryIsRefusedWithItsPath(Class<? extends Event> type) {
        for (BigDecimal huge : HUGE) {
            for (Mutation mutation : Mutation.replacing(full(type), "data", huge)) {
                Decoded decoded = codec.decode(mutation.json());
                if (decoded instanceof Decoded.Known(EventEnvelope<Event> envelope)) {
                    // Where any JSON may stand, it passes as text; as a double it is 0.
                    assertThat(codec.encode(envelope))
                            .as(mutation.toString())
                            .hasSizeLessThan(5000);
                } else {
                    assertThat(malformed(decoded, mutation).field())
                            .as("%s: %s", mutation, decoded)
                            .isEqualTo(mutation.path());
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("EVENTS")
    void cutOffAnywhereItIsMalformed(Class<? extends Event> type) {
        byte[] whole = ExactJson.bytes(ExactJson.object(Samples.event(EventTypes.nameOf(type))));

        for (int length = 0; length < whole.length; length++) {
            malformed(codec.decode(Arrays.copyOf(whole, length)), length);
        }
    }

    @ParameterizedTest
    @FieldSource("EVENTS")
    void noRubbishThrowsAndWhatIsUnderstoodCanBeSaidAgain(Class<? extends Event> type) {
        Random random = new Random(type.getName().hashCode());
        byte[] sample = ExactJson.bytes(full(type));
        for (int round = 0; round < 500; round++) {
            byte[] rubbish = sample.clone();
            for (int hit = random.nextInt(1, 4); hit > 0; hit--) {
                rubbish[random.nextInt(rubbish.length)] = (byte) random.nextInt(256);
            }
            if (codec.decode(rubbish) instanceof Decoded.Known(EventEnvelope<Event> envelope)) {
                assertThat(known(codec.encode(envelope))).isEqualTo(envelope);
            }
        }
    }

    @Test
    void aTypeOfANewerServiceIsUnknownNotMalformed() {
        byte[] json =
                "{\"event_type\":\"stock.split.announced\",\"data\":{\"x\":[1]}}"
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(codec.decode(json)).isEqualTo(new Decoded.UnknownType("stock.split.announced"));
    }

    private Map<String, Object> full(Class<? extends Event> type) {
        Random random = new Random(7);
        return ExactJson.object(codec.encode(envelope(RandomRecords.full(random).next(type))));
    }

    private static EventEnvelope<Event> envelope(Event event) {
        return new EventEnvelope<>(
                EventTypes.nameOf(event.getClass()),
                "0194a1c2-7b00-7002-800e-0a1b2c3d4e5f",
                Instant.parse("2025-01-25T15:30:00.123456Z"),
                "test",
                EventEnvelope.VERSION,
                event,
                event.routingKey(),
                null,
                "cause",
                "owner",
                null,
                true,
                null,
                "trading.1@1737800000000-1");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> withStrangers(Map<String, Object> object) {
        Map<String, Object> copy = ExactJson.copy(object);
        copy.replaceAll((name, value) ->
                value instanceof Map<?, ?> inner
                                && !name.equals("result")
                                && !name.equals("additional_info")
                        ? withStrangers((Map<String, Object>) inner)
                        : value);
        copy.put("from_the_future", Map.of("list", List.of(1, Map.of())));
        copy.put("subject", "a name that a method of ours has");
        return copy;
    }

    private EventEnvelope<Event> known(byte[] json) {
        Decoded decoded = codec.decode(json);
        assertThat(decoded).isInstanceOf(Decoded.Known.class);
        return ((Decoded.Known) decoded).envelope();
    }

    private static Decoded.Malformed malformed(Decoded decoded, Object what) {
        assertThat(decoded).as(what.toString()).isInstanceOf(Decoded.Malformed.class);
        return (Decoded.Malformed) decoded;
    }
}
