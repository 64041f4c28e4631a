package de.aktienanalyse.eventbus.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Holds what is built against what was released: other processes write and read by those schemas.
class ReleasedSchemasTests {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String WHAT_TO_DO =
            """
            These changes break processes that were written for the released schemas.
            Add an optional field instead, or say it under a new event type or version.
            If it must be so and everybody is told, freeze it: copy the file from
            shared-events/src/main/resources/schemas to event-bus-service/src/test/resources/schemas-released.\
            """;

    @Test
    void nothingThatWasReleasedIsBroken() throws Exception {
        List<String> broken = Stream.concat(problems("events"), problems("commands")).toList();

        assertThat(broken).as(WHAT_TO_DO).isEmpty();
    }

    /// An event or command that is new since then has nobody yet whom a change could break.
    private static Stream<String> problems(String kind) throws IOException, URISyntaxException {
        Path folder =
                Path.of(
                        Objects.requireNonNull(
                                        ReleasedSchemasTests.class.getResource(
                                                "/schemas-released/" + kind))
                                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> schemas = files.sorted().toList();
            assertThat(schemas).isNotEmpty();
            return schemas.stream()
                    .flatMap(schema -> problems(schema, kind + "/" + schema.getFileName()));
        }
    }

    private static Stream<String> problems(Path released, String name) {
        if (SchemaRegistry.class.getClassLoader().getResource("schemas/" + name) == null) {
            return Stream.of(name + " was removed");
        }
        return Compatibility.problems(
                        MAPPER.readTree(released.toFile()),
                        MAPPER.readTree(SchemaRegistry.resource(name)))
                .stream()
                .map(problem -> "%s: %s %s".formatted(name, problem.path(), problem.reason()));
    }
}
