package de.aktienanalyse.eventbus.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import de.aktienanalyse.bus.EventCodec;
import de.aktienanalyse.eventbus.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaRegistryTests {
    private static final String TYPE = "stock.analysis.completed";

    @TempDir Path directory;

    private TestDatabase database;
    private SchemaRegistry registry;

    @BeforeEach
    void open() {
        database = new TestDatabase(directory);
        registry =
                new SchemaRegistry(
                        database.client(),
                        database.transactions(),
                        new EventCodec(),
                        Clock.systemUTC());
        registry.afterSingletonsInstantiated();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theSameTextIsNoNewVersion() {
        registry.afterSingletonsInstantiated();

        assertThat(registry.of(TYPE)).hasSize(1);
        assertThat(registry.of(TYPE).getFirst().label()).isEqualTo("1.0");
        assertThat(registry.health().getDetails()).isEmpty();
    }

    @Test
    void aShippedSchemaThatBreaksTheOneBeforeIsKeptAndTold() {
        String changed =
                SchemaRegistry.resource("events/" + TYPE + ".json")
                        .replace("\"target_price\":", "\"goal\":");
        database.transactions()
                .executeWithoutResult(_ -> registry.register("event", TYPE, changed));

        assertThat(registry.of(TYPE))
                .extracting(SchemaVersion::label)
                .containsExactly("1.0-2", "1.0");
        assertThat(registry.of(TYPE).getFirst().breaks())
                .contains(new Problem("data.target_price", "was removed"));
        assertThat(registry.health().getDetails().toString()).contains(TYPE);
    }
}
