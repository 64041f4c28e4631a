package de.aktienanalyse.orchestrator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.aktienanalyse.bus.EventBus;
import de.aktienanalyse.bus.Flow;
import de.aktienanalyse.bus.TestRedis;
import de.aktienanalyse.events.CrossSystemEvent.DataProvided;
import de.aktienanalyse.events.CrossSystemEvent.DataRequested;
import de.aktienanalyse.events.CrossSystemEvent.IntelligenceTriggered;
import de.aktienanalyse.events.CrossSystemEvent.ModuleRow;
import de.aktienanalyse.events.EventEnvelope;
import de.aktienanalyse.events.StockEvent.Recommendation;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The service as it is started, among modules that answer over a real Redis.
class OrchestratorOnRedisTests {
    private static final List<EventEnvelope<IntelligenceTriggered>> heard =
            new CopyOnWriteArrayList<>();

    @TempDir Path directory;

    @Configuration(proxyBeanMethods = false)
    static class Modules {
        @Bean
        Flow answering(EventBus bus) {
            return new Flow("modules")
                    .watches(DataRequested.class)
                    .by(request -> {
                        String id = requireNonNull(request.data().requestId());
                        bus.publish(scores(id));
                        bus.publish(depot(id));
                    });
        }

        @Bean
        Flow verwaltung() {
            return new Flow("verwaltung.cross-system-sync")
                    .hears(IntelligenceTriggered.class)
                    .quietly(heard::add);
        }
    }

    @Test
    void afterItsStartItAsksAndSaysWhatFollowsOnce() {
        try (TestRedis redis = TestRedis.start();
                ConfigurableApplicationContext _ =
                        new SpringApplicationBuilder(OrchestratorApplication.class, Modules.class)
                                .run(
                                        "--AKTIEN_DATA_DIR=" + directory,
                                        "--AKTIEN_REDIS_URL=" + redis.url(),
                                        "--server.port=0",
                                        "--aktien.orchestrator.first-after=100ms",
                                        "--aktien.orchestrator.every=200ms",
                                        "--aktien.survey.timeout=200ms",
                                        "--logging.level.root=warn")) {
            await().until(() -> !heard.isEmpty());
            EventEnvelope<IntelligenceTriggered> said = heard.getFirst();

            assertThat(said.routingKey()).isEqualTo("cross.system.intelligence.auto_import");
            assertThat(said.source()).isEqualTo("intelligence-orchestrator");
            assertThat(said.data().recommendation().symbol()).isEqualTo("NVDA");
            assertThat(said.data().missingModules()).containsExactly("auswertung");
            await().during(Duration.ofSeconds(1)).until(() -> heard.size() == 1);
        }
    }

    private static DataProvided scores(String requestId) {
        return new DataProvided(
                requestId,
                "aktienanalyse",
                "performance_rankings",
                null,
                List.of(
                        new ModuleRow(
                                "NVDA",
                                new BigDecimal("18.5"),
                                new BigDecimal("0.92"),
                                Recommendation.BUY,
                                null,
                                null,
                                null)));
    }

    private static DataProvided depot(String requestId) {
        return new DataProvided(
                requestId, "verwaltung", "performance_rankings", "depot-1", List.of());
    }
}
