package de.aktienanalyse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.commands.Command;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventTypes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The checked-in JSON Schemas are those of the records, and the samples obey them.
class SchemaTests {
    static final List<Class<? extends Event>> EVENTS = EventTypes.all();
    static final List<Class<? extends Command>> COMMANDS = CommandTypes.all();

    private static final Path FOLDER = Path.of("src/main/resources/schemas");
    private static final String REWRITE = GeneratedFile.command("shared-events", SchemaTests.class);

    private final JsonSchemas schemas = new JsonSchemas(SourceDocs.in(Path.of("src/main/java")));

    @ParameterizedTest
    @FieldSource("EVENTS")
    void theSchemaOfAnEventIsUpToDate(Class<? extends Event> type) {
        file("events", EventTypes.nameOf(type)).mustBe(ExactJson.pretty(schemas.event(type)));
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void theSchemaOfACommandIsUpToDate(Class<? extends Command> type) {
        file("commands", CommandTypes.nameOf(type)).mustBe(ExactJson.pretty(schemas.command(type)));
    }

    @Test
    void nothingHasASchemaThatIsNotThere() {
        GeneratedFile.folderMustHoldOnly(
                FOLDER.resolve("events"),
                EVENTS.stream().map(EventTypes::nameOf).collect(Collectors.toSet()),
                REWRITE);
        GeneratedFile.folderMustHoldOnly(
                FOLDER.resolve("commands"),
                COMMANDS.stream().map(CommandTypes::nameOf).collect(Collectors.toSet()),
                REWRITE);
    }

    @ParameterizedTest
    @FieldSource("EVENTS")
    void theSampleOfAnEventObeysItsSchema(Class<? extends Event> type) {
        byte[] sample = Samples.event(EventTypes.nameOf(type));

        assertThat(SchemaCheck.of(schemas.event(type)).errors(sample)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void theSampleOfACommandObeysItsSchema(Class<? extends Command> type) {
        byte[] sample = Samples.command(CommandTypes.nameOf(type));

        assertThat(SchemaCheck.of(schemas.command(type)).errors(sample)).isEmpty();
    }

    @Test
    void anEventUnderAnotherNameDoesNotObey() {
        byte[] order = Samples.event("trading.order.executed");
        SchemaCheck schema = SchemaCheck.of(schemas.event(EVENTS.getFirst()));

        assertThat(schema.errors(order)).isNotEmpty();
        assertThat(schema.errors("[]".getBytes(StandardCharsets.UTF_8))).isNotEmpty();
    }

    private static GeneratedFile file(String folder, String name) {
        return new GeneratedFile(FOLDER.resolve(folder).resolve(name + ".json"), REWRITE);
    }
}
