package de.aktienanalyse.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.Decoded;
import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.commands.CommandTypes;
import de.aktienanalyse.events.Event;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.EventTypes;
import de.aktienanalyse.schema.ExactJson;
import de.aktienanalyse.schema.GeneratedFile;
import de.aktienanalyse.schema.Samples;
import de.aktienanalyse.schema.SourceDocs;
import de.aktienanalyse.schema.TypeScriptTypes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The TypeScript types that are checked in are those of what browsers get.
class TypeScriptTests {
    private static final String REWRITE =
            GeneratedFile.command("websocket-gateway", TypeScriptTests.class);

    private final EventCodec codec = new EventCodec();

    @Test
    void areUpToDate() {
        Map<String, List<Class<?>>> shown = new TreeMap<>();
        for (Class<? extends Event> type : EventTypes.all()) {
            BrowserView.of(sample(EventTypes.nameOf(type)))
                    .ifPresent(view ->
                            shown.computeIfAbsent(view.event(), _ -> new ArrayList<>())
                                    .add(view.data().getClass()));
        }

        new GeneratedFile(Path.of("web/client/src/events.ts"), REWRITE)
                .mustBe(
                        TypeScriptTypes.render(
                                shown,
                                CommandTypes.all(),
                                SourceDocs.in(
                                        Path.of("src/main/java"),
                                        Path.of("../shared-events/src/main/java")),
                                REWRITE));
    }

    /// Every field that the spec's data class has is in what browsers get of the same event.
    @ParameterizedTest
    @CsvSource({
        "trading.order.created,    trading.order_created",
        "trading.order.executed,   trading.order_filled",
        "stock.analysis.completed, analysis.complete",
        "system.health.error,      system.error",
    })
    void browsersGetEveryFieldOfTheSpec(String eventType, String browserEvent) {
        BrowserView.Shown shown = BrowserView.of(sample(eventType)).orElseThrow();

        assertThat(shown.event()).isEqualTo(browserEvent);
        assertThat(ExactJson.object(codec.mapper().writeValueAsBytes(shown.data())))
                .containsKeys(
                        ExactJson.object(Samples.browser(browserEvent))
                                .keySet()
                                .toArray(String[]::new));
    }

    private EventEnvelope<Event> sample(String eventType) {
        return ((Decoded.Known) codec.decode(Samples.event(eventType))).envelope();
    }
}
