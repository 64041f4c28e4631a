package de.aktienanalyse.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.bus.EventCodec.Refusal;
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
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What holds for every command there is, also for one that is added tomorrow.
class EveryCommandTests {
    static final List<Class<? extends Command>> COMMANDS = CommandTypes.all();

    private final EventCodec codec = new EventCodec();
    private final JsonSchemas schemas = new JsonSchemas(SourceDocs.in());

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void hasALowerCaseNameAndAnOwnerWithAWayToIt(Class<? extends Command> type) {
        assertThat(CommandTypes.nameOf(type)).matches("[a-z]+(_[a-z]+)+");
        assertThat(CommandTypes.byName(CommandTypes.nameOf(type))).contains(type);
        assertThat(CommandTypes.queueOf(type))
                .isIn(
                        "order.execution",
                        "data.sync",
                        "report.generation",
                        "notification.dispatch",
                        "request." + CommandTypes.ownerOf(type));
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void nobodyWhoMayOnlyLookChangesAnything(Class<? extends Command> type) {
        assertThat(CommandTypes.roleOf(type).mayAs(Role.VIEWER)).isTrue();
        assertThat(Role.VIEWER.mayAs(CommandTypes.roleOf(type)))
                .isEqualTo(CommandTypes.roleOf(type) == Role.VIEWER);
        if (CommandTypes.hasEffect(type)) {
            assertThat(CommandTypes.roleOf(type)).isNotEqualTo(Role.VIEWER);
        }
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void itsSampleSurvivesTheWire(Class<? extends Command> type) {
        byte[] sample = Samples.command(CommandTypes.nameOf(type));

        CommandEnvelope<Command> command = codec.decodeCommand(sample);

        assertThat(command.data()).isInstanceOf(type);
        assertThat(ExactJson.object(codec.encode(command))).isEqualTo(ExactJson.object(sample));
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void survivesTheWireWithAnyFigures(Class<? extends Command> type) {
        Random random = new Random(type.getName().hashCode());
        for (int round = 0; round < 50; round++) {
            CommandEnvelope<Command> sent = envelope(RandomRecords.sparse(random).next(type));

            assertThat(codec.decodeCommand(codec.encode(sent))).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void isRefusedExactlyWhenItsSchemaRefusesItAndNamesTheField(Class<? extends Command> type) {
        SchemaCheck schema = SchemaCheck.of(schemas.command(type));
        List<Mutation> mutations = new ArrayList<>(Mutation.leavingOut(full(type), "data"));
        for (Object other :
                Arrays.asList(
                        "",
                        "text",
                        "0",
                        0,
                        new BigDecimal("0.5"),
                        true,
                        Map.of(),
                        List.of(),
                        null)) {
            mutations.addAll(Mutation.replacing(full(type), "data", other));
        }

        for (Mutation mutation : mutations) {
            Optional<Refusal> refusal = refusal(mutation.json());
            if (schema.errors(mutation.json()).isEmpty()) {
                refusal.ifPresent(outOfRange ->
                        assertThat(outOfRange.reason()).as(mutation.toString()).contains(" must "));
            } else {
                assertThat(refusal.map(Refusal::field).orElse("not refused"))
                        .as(mutation.toString())
                        .startsWith(mutation.path());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void aNumberThatWouldFillTheMemoryIsRefusedWithItsPath(Class<? extends Command> type) {
        for (Mutation mutation :
                Mutation.replacing(full(type), "data", new BigDecimal("1e9999999"))) {
            if (!mutation.path().matches("data\\.(parameters|schema).*")) {
                assertThat(refusal(mutation.json()).orElseThrow().field())
                        .isEqualTo(mutation.path());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void noRubbishThrowsAnythingButARefusal(Class<? extends Command> type) {
        Random random = new Random(type.getName().hashCode());
        byte[] whole = codec.encode(envelope(RandomRecords.full(random).next(type)));
        for (int round = 0; round < 300; round++) {
            byte[] rubbish = whole.clone();
            rubbish[random.nextInt(rubbish.length)] = (byte) random.nextInt(256);
            refusal(rubbish);
        }
        for (int length = 0; length < whole.length; length++) {
            assertThat(refusal(Arrays.copyOf(whole, length))).as("cut at %d", length).isPresent();
        }
    }

    @Test
    void aBrowserIsToldInPlainWordsWhatIsWrong() {
        assertRefused("{\"side\":\"BUY\",\"quantity\":1}", "data.symbol", "symbol is required");
        assertRefused(
                "{\"symbol\":\" \",\"side\":\"BUY\",\"quantity\":1}",
                "data.symbol",
                "symbol must not be blank");
        assertRefused(
                "{\"symbol\":\"AAPL\",\"side\":\"HOLD\",\"quantity\":1}",
                "data.side",
                "must be one of BUY, SELL");
        assertRefused(
                "{\"symbol\":\"AAPL\",\"side\":\"BUY\",\"quantity\":\"1\"}",
                "data.quantity",
                "must be a number of at most 100 places");
        assertRefused(
                "{\"symbol\":\"AAPL\",\"side\":0,\"quantity\":1}",
                "data.side",
                "must be one of BUY, SELL");
        assertRefused("[]", "data", "must be an object");
        assertRefused("null", "data", "must be an object");
    }

    @Test
    void theSpecsOwnLowerCaseSideIsUnderstood() {
        Command.PlaceOrder order =
                codec.commandData(
                        "{\"symbol\":\"AAPL\",\"side\":\"buy\",\"quantity\":10,\"order_type\":\"market\",\"price\":null}",
                        Command.PlaceOrder.class);

        assertThat(codec.json(order).text())
                .isEqualTo(
                        "{\"symbol\":\"AAPL\",\"side\":\"BUY\",\"quantity\":10,\"order_type\":\"market\"}");
    }

    @Test
    void aCommandWithoutAnActorOrWithAnUnknownNameIsRefused() {
        assertThat(refusedField("{\"command\":\"get_portfolio\",\"data\":{}}"))
                .isEqualTo("command_id");
        assertThat(refusedField("{\"command\":\"sell_everything\",\"data\":{}}"))
                .isEqualTo("command");
        assertThat(refusedField("{\"data\":{}}")).isEqualTo("command");
        assertThat(
                        refusedField(
                                """
                                {"command":"get_portfolio","command_id":"1","correlation_id":"1","actor":"%s",
                                 "timestamp":"2025-01-25T15:30:00Z","data":{}}\
                                """
                                        .formatted("o".repeat(129))))
                .isEqualTo("actor");
    }

    private void assertRefused(String data, String field, String reason) {
        Refusal refusal =
                catchThrowableOfType(
                        Refusal.class, () -> codec.commandData(data, Command.PlaceOrder.class));
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.reason()).isEqualTo(reason);
    }

    private @Nullable String refusedField(String json) {
        return refusal(json.getBytes(StandardCharsets.UTF_8)).orElseThrow().field();
    }

    private Optional<Refusal> refusal(byte[] json) {
        try {
            codec.decodeCommand(json);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal);
        }
    }

    private Map<String, Object> full(Class<? extends Command> type) {
        return ExactJson.object(
                codec.encode(envelope(RandomRecords.full(new Random(7)).next(type))));
    }

    private static CommandEnvelope<Command> envelope(Command command) {
        return new CommandEnvelope<>(
                CommandTypes.nameOf(command.getClass()),
                "klick-1",
                "antwort-1",
                "owner",
                "connection-1",
                null,
                Instant.parse("2025-01-25T15:30:00.123456Z"),
                Instant.parse("2025-01-25T15:31:00Z"),
                null,
                command);
    }
}
