package de.aktienanalyse.schema;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.EventTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The checked-in AsyncAPI document is that of the records, whole and without a dangling reference.
class AsyncApiTests {
    private static final Path FOLDER = Path.of("src/main/resources/schemas");

    private final Map<String, Object> document = document();

    private static Map<String, Object> document() {
        Map<String, Object> document =
                new AsyncApi(SourceDocs.in(Path.of("src/main/java"))).document();
        try {
            AsyncApi.keepSocket(
                    document,
                    ExactJson.object(Files.readAllBytes(FOLDER.resolve("asyncapi.json"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return document;
    }

    @Test
    void isUpToDate() {
        new GeneratedFile(
                        FOLDER.resolve("asyncapi.json"),
                        GeneratedFile.command("shared-events", AsyncApiTests.class))
                .mustBe(ExactJson.pretty(document));
    }

    @Test
    void hasAChannelAnOperationAndAMessagePerEventAndCommand() {
        assertThat(document)
                .containsEntry("asyncapi", "3.0.0")
                .containsKeys("info", "channels", "operations");
        for (var type : EventTypes.all()) {
            String name = EventTypes.nameOf(type);
            assertThat(at("/channels")).containsKey(name);
            assertThat(at("/operations")).containsKey("say." + name);
            assertThat(at("/components/messages")).containsKey(name);
            assertThat(at("/channels/" + name))
                    .containsEntry("x-delivery", EventTypes.deliveryOf(type).name());
        }
        for (var type : CommandTypes.all()) {
            String name = CommandTypes.nameOf(type);
            assertThat(at("/channels/queue." + CommandTypes.queueOf(type) + "/messages"))
                    .containsKey(name);
            assertThat(at("/operations")).containsKey("obey." + name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stock.analysis.completed, stock.analysis.completed.{symbol}, symbol, $message.payload#/data/symbol",
        "portfolio.value.changed, portfolio.value.changed.{portfolio_id}, portfolio_id, $message.payload#/data/portfolio_id",
        "user.command.completed, user.command.completed.{actor}, actor, $message.payload#/data/actor",
        "cross.system.data.response, cross.system.data.response.{module}, module, $message.payload#/data/module",
        "cross.system.intelligence.trigger, cross.system.intelligence.{action}, action, $message.payload#/data/recommendation/action",
    })
    void theVaryingPartOfARoutingKeyIsAParameter(
            String event, String address, String parameter, String location) {
        assertThat(at("/channels/" + event)).containsEntry("address", address);
        assertThat(at("/channels/" + event + "/parameters/" + parameter))
                .containsEntry("location", location);
    }

    @Test
    void theChannelsThatTheSpecNamesExactlyHaveNoParameter() {
        for (String exact :
                List.of(
                        "portfolio.rebalancing.requested",
                        "cross.system.data.request",
                        "cross.system.performance.request")) {
            assertThat(at("/channels/" + exact))
                    .containsEntry("address", exact)
                    .doesNotContainKey("parameters");
        }
    }

    @Test
    void noReferenceDangles() {
        List<String> references = new ArrayList<>();
        collect(document, references);

        assertThat(references).hasSizeGreaterThan(100);
        assertThat(references)
                .allSatisfy(reference -> {
                    if (reference.startsWith("#")) {
                        assertThat(at(reference.substring(1))).isNotEmpty();
                    } else {
                        assertThat(Files.exists(FOLDER.resolve(reference))).isTrue();
                    }
                });
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> at(String pointer) {
        Object value = document;
        for (String step : pointer.substring(1).split("/")) {
            assertThat(value).as(pointer).isInstanceOf(Map.class);
            assertThat((Map<String, Object>) value).as(pointer).containsKey(step);
            value = ((Map<String, Object>) value).getOrDefault(step, Map.of());
        }
        return (Map<String, Object>) value;
    }

    private static void collect(Object value, List<String> references) {
        if (value instanceof Map<?, ?> object) {
            object.forEach((name, inner) -> {
                if (name.equals("$ref")) {
                    references.add((String) inner);
                }
                collect(inner, references);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(item -> collect(item, references));
        }
    }
}
